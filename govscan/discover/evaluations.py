"""What an evaluation is told of its model in one text (`pretrained=org/name,revision=main,trust_remote_code=True`), as
lm-eval and its kin take it behind `--model_args`, in a configuration and in a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.pattern import pattern

KEY: Final = "model_args"
"""Its normalized name."""

_MODEL: Final = pattern(r"(?:^|(?<=,))(pretrained|peft|model|model_name|tokenizer)=([^,\s]+)")


def models_in(text: str) -> Iterator[re.Match[str]]:
    """Each model of such a text: the name of the argument and what it is given."""
    yield from _MODEL.finditer(text)


def settings_in(text: str) -> list[tuple[str, str]]:
    """All arguments of such a text, name and value."""
    parts = (part.partition("=") for part in text.split(","))
    return [(name.strip(), value.strip()) for name, sign, value in parts if sign]
