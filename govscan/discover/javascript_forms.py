"""A module of JavaScript enters, the models that its forms, enumerations and getters name leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from govscan.discover import classify, keys
from govscan.discover.decide import decide
from govscan.discover.javascript_module import Module, opening_of, place_of
from govscan.discover.neighbors import Named, Neighbors, complete
from govscan.reference import Reference

_OFFERS: Final = frozenset({"selectitem", "option", "menuitem", "radiogroupitem", "togglegroupitem", "comboboxoption"})


_DEFAULTS: Final = frozenset({"default", "defaultValue", "default_value", "initialValue"})


_GETS = re.compile(r"^(?:(?:get|default|select|choose|pick|resolve)_)+")


def choices(module: Module) -> Iterator[Reference]:
    """The hosted models that a form offers (`<SelectItem value="gpt-4o">`)."""
    for index, token in enumerate(module.stream):
        if token.kind != "string" or not module.is_punct(index - 1, "=") or module.text(index - 2) != "value":
            continue
        tag = next((at for at in range(index - 3, max(index - 40, 0), -1) if module.is_punct(at, "<")), None)
        offered = tag is not None and module.text(tag + 1).lower() in _OFFERS
        provider = classify.hosted_provider_of_name(token.text) if offered else None
        if provider:
            place = place_of(module, token)
            yield complete(
                Named(provider, token.text), Neighbors(), "", place, f"javascript:<{module.text((tag or 0) + 1)}>"
            )


def fields(module: Module, near_of: Callable[[int], Neighbors]) -> Iterator[Reference]:
    """The default of a field of a form that asks for a model (`{ name: "modelName", default: "gpt-4o" }`)."""
    for index, token in enumerate(module.stream):
        if token.text not in _DEFAULTS or not module.is_punct(index + 1, ":") or token.kind == "punct":
            continue
        literal = module.stream[index + 2]
        opening = opening_of(module, index) if literal.kind == "string" else None
        field = _name_of_field(module, opening) or _option_of(module, opening) if opening is not None else ""
        if not field:
            continue
        named = decide(literal.text, keys.normal(field), near_of(index))
        if named and named.provider != "local":
            place = place_of(module, literal)
            yield complete(named, Neighbors(), "", place, f"javascript:{field}.{token.text}")


def _option_of(module: Module, opening: int) -> str:
    """The option that an object describes (`.option("model", { default: "gpt-4o" })`)."""
    name = module.text(opening - 2).lstrip("-")
    called = module.is_punct(opening - 1, ",") and module.is_punct(opening - 3, "(")
    if not called or module.stream[opening - 2].kind != "string":
        return ""
    return name if keys.stem_of_model_key(keys.normal(name)) is not None else ""


def returned(module: Module) -> Iterator[Reference]:
    """What a function returns whose name says that it gives a model (`function defaultModel() { return "gpt-4o" }`)."""
    for index, token in enumerate(module.stream):
        literal = module.stream[index + 1] if token.text == "return" and index + 1 < len(module.stream) else None
        if literal is None or literal.kind != "string":
            continue
        named = decide(literal.text, "model", Neighbors())
        name = _function_around(module, index) if named and named.provider != "local" else ""
        if named and name:
            yield complete(named, Neighbors(), "", place_of(module, literal), f"javascript:{name}")


def _function_around(module: Module, index: int) -> str:
    """The name of the function around a place, where it speaks of a model."""
    at: int | None = index
    for _ in range(4):
        at = opening_of(module, at) if at is not None else None
        if at is None:
            return ""
        front = at - 1
        for _ in range(8):  # over the type of what is returned
            if front < 0 or module.text(front) in (")", ";", "}"):
                break
            front -= 1
        name = module.text(module.pairs.get(front, front) - 1) if module.text(front) == ")" else ""
        asked = _GETS.sub("", keys.normal(name))
        if asked and keys.stem_of_model_key(asked) is not None:
            return name
    return ""


def _name_of_field(module: Module, opening: int) -> str:
    """What an object calls itself, where that speaks of a model."""
    for at in range(opening + 1, module.pairs.get(opening, opening) - 2):
        if module.text(at) == "name" and module.is_punct(at + 1, ":") and module.stream[at + 2].kind == "string":
            name = module.text(at + 2)
            return name if keys.stem_of_model_key(keys.normal(name)) is not None else ""
    return ""


def members(module: Module) -> Iterator[Reference]:
    """The members of an enumeration of models (`enum EmbeddingModel { SMALL = "org/name" }`)."""
    for index, token in enumerate(module.stream):
        if token.text != "enum" or "model" not in module.text(index + 1).lower() or not module.is_punct(index + 2, "{"):
            continue
        for at in range(index + 3, min(module.pairs.get(index + 2, index), index + 2000)):
            literal = module.stream[at]
            named = decide(literal.text, "model", Neighbors()) if literal.kind == "string" else None
            if named and named.provider != "local":
                yield complete(
                    named, Neighbors(), "", place_of(module, literal), f"javascript:{module.text(index + 1)}"
                )


_SHOWN: Final = frozenset(
    {"name", "model_name", "label", "title", "description", "tokenizer", "family", "provider", "display_name"}
)


def only_compared(module: Module, name: str) -> bool:
    """Whether a list is used, and only to be looked in (`VISION_MODELS.includes(model)`)."""
    uses = [
        index
        for index, token in enumerate(module.stream)
        if token.kind == "name" and token.text == name and not module.is_punct(index + 1, "=")
    ]
    return bool(uses) and all(
        module.text(index + 1) in (".", "?.") and module.text(index + 2) in ("includes", "indexOf", "has", "some")
        for index in uses
    )


def names_inside(name: str, text: str) -> bool:
    """Whether a property of an object in a list of models names one, and not what belongs to it."""
    key = keys.normal(name)
    if key in ("id", "value", "model", "model_id", "slug") or (key in ("name", "path", "repo") and "/" in text):
        return True
    written = key not in _SHOWN and "/" not in name and text == text.lower()
    return written and classify.hosted_provider_of_name(text) is not None
