"""What every part of the public JSON shapes is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictFloat, StrictInt

from govscan.render.escape import without_credentials


def _text(value: object) -> object:
    """Lone surrogates (file names that are not UTF-8) cannot be written as JSON; credentials must not be."""
    if not isinstance(value, str):
        return value
    return without_credentials(value.encode("utf-8", "backslashreplace").decode("utf-8"))


Text = Annotated[str, BeforeValidator(_text)]
FactValue = Text | StrictBool | StrictInt | StrictFloat | list[Text]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
