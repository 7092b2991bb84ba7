"""A text of Java, Kotlin, C# or Go enters, the property that it sets leaves: tests and starters hand configuration over
as it stands in a file (`withPropertyValues("langchain4j.open-ai.chat-model.model-name=gpt-4o")`)."""

from __future__ import annotations

from typing import Final, NamedTuple

from govscan.discover import keys
from govscan.discover.needles import Needle
from govscan.pattern import pattern

_PROPERTY: Final = pattern(r"(?:--)?((?:[a-z][\w-]{0,60}\.){1,8}[a-z][\w-]{0,60})=(\S{2,200})\Z")
NEEDLE: Final = Needle(
    rb"\"(?:--)?[a-z][\w-]*\.[\w.-]{0,200}(?:model|deployment|embedding)[\w.-]{0,60}=[^\"\s]{2,200}\""
)


class Property(NamedTuple):
    """`key` is the normalized last part of its name, `shift` where its value stands in the text."""

    name: str
    key: str
    provider: str | None
    value: str
    shift: int


def property_in(text: str) -> Property | None:
    """The property that a text sets, where its name speaks of a model; the parts of the name say who serves it."""
    found = _PROPERTY.match(text) if "=" in text else None
    if found is None:
        return None
    *parts, last = found[1].split(".")
    key = keys.normal(last)
    if keys.stem_of_model_key(key) is None:
        return None
    provider = next((said for part in reversed(parts) if (said := keys.provider_of_word(part))), None)
    return Property(found[1], key, provider, found[2], found.start(2))
