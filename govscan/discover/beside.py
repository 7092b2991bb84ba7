"""What stands beside a model in a tree of keys and values: settings in a map or list of flags of their own, and the
name of a table that only lists models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.arguments import arguments
from govscan.discover.neighbors import Named, Neighbors, complete
from govscan.discover.runs import WORDS
from govscan.discover.words import Word, default_name
from govscan.marked import Node
from govscan.reference import Certainty, Location, Reference

_JOINED: Final = frozenset({"revision", "trust_remote_code", "quantization", "subfolder", "dtype"})
_OPTIONS: Final = ("kwargs", "args", "config", "params", "parameters", "options", "settings")
_LISTS: Final = ("supported", "available", "price", "prices", "pricing", "cost", "costs", "deprecated", "blocked",
                 "blacklist", "denied", "disabled", "context_window", "context_windows", "token_limits")  # fmt: skip
_LISTS_FIRST: Final = tuple(f"{word}_" for word in _LISTS)
_LISTS_LAST: Final = tuple(f"_{word}" for word in _LISTS)
MAX_FLAGS: Final = 200


def settings_below(node: Node) -> Iterator[tuple[str, str]]:
    """Settings of the model that a map names which stand one level further down: `model_kwargs: {revision: ...}`,
    `extraArgs: ["--revision", "..."]`, `vllmConfig: {extraArgs: [...]}`."""
    if not any(keys.stem_of_model_key(keys.normal(str(key.scalar))) is not None for key, _ in node.items):
        return
    for key, value in node.items:
        name = keys.normal(str(key.scalar))
        if name in WORDS and value.kind == "list":
            yield from _of_flags(value)
        elif value.kind == "map" and name.endswith(_OPTIONS):
            yield from _of_map(value)


def _of_map(node: Node) -> Iterator[tuple[str, str]]:
    if any(keys.stem_of_model_key(keys.normal(str(key.scalar))) is not None for key, _ in node.items):
        return  # it names a model of its own
    for key, value in node.items:
        name = str(key.scalar)
        if value.kind == "list" and keys.normal(name) in WORDS:
            yield from _of_flags(value)
        elif value.kind == "scalar" and value.scalar is not None and _joins(name):
            yield name, str(value.scalar)


def _of_flags(node: Node) -> Iterator[tuple[str, str]]:
    words = [Word(entry.text, entry.line, entry.column) for entry in node.entries[:MAX_FLAGS] if entry.text]
    flags, _ = arguments(words)
    if any(keys.stem_of_model_key(keys.normal(flag.text)) is not None for flag, _ in flags):
        return
    for flag, value in flags:
        if _joins(flag.text):
            yield flag.text, value.text if value else "true"


def _joins(name: str) -> bool:
    found = keys.setting_of(keys.normal(name))
    return found is not None and found[0] in _JOINED


def lists_models(key: str) -> bool:
    """Whether a normalized key is that of a table that lists, prices or forbids models without using them."""
    return key.startswith(_LISTS_FIRST) or key.endswith(_LISTS_LAST)


def mentioned(reference: Reference, table: str) -> Reference:
    """The same reference, as a table lists it."""
    if reference.certainty is Certainty.MENTION:
        return reference
    return reference.as_mention(f"listed in {table}")


def beside_a_service(node: Node, value: Node, near: Neighbors) -> Neighbors:
    """`model: gpt-4` beside the only section that configures a hosted service (`azure: {api_key: ...}`)."""
    if near.provider or value.kind != "scalar" or classify.hosted_provider_of_name(value.text or "") != "openai":
        return near
    found = {
        keys.provider_of_word(str(key.scalar))
        for key, section in node.items
        if any(keys.is_secret(keys.normal(str(inner.scalar))) for inner, _ in section.items)
    } & {"openai", "azure-openai"}
    return replace(near, provider=found.pop()) if len(found) == 1 else near


def key_of_name(short: str, value: Node, node: Node, near: Neighbors) -> tuple[str, Neighbors]:
    """What the key of a value says. A `name` is a model's beside the word for who serves it (`{name: gpt-4o, provider:
    openai}`), and a deployment's beside the model that is deployed (`{name: chat, model: {format: OpenAI}}`)."""
    if short == "model_type" and value.text and any(map(str.isdigit, value.text)):
        return ("model" if classify.hosted_provider_of_name(value.text) else short), near
    if short != "name" or not value.text:
        return short, near
    deployed = next((inner for key, inner in node.items if keys.normal(str(key.scalar)) == "model"), None)
    if deployed is not None and deployed.get("format") is not None and deployed.get("name") is not None:
        return "deployment_name", replace(near, provider="azure-openai")
    said = {
        keys.provider_of_word(inner.text) for key, inner in node.items if str(key.scalar) == "provider" and inner.text
    }
    named = classify.hosted_provider_of_name(value.text) or "MODEL" in default_name(value.text)
    return ("model" if said - {None} and named else short), near


def unset(variable: str, near: Neighbors, place: Location, via: str) -> Reference | None:
    """A model that only the environment knows, beside the word for who serves it."""
    said = keys.provider_of_word(near.get("provider") or "")
    return complete(Named(said, f"${variable}"), near, "", place, via) if said else None


def dotted(parts: Sequence[str], near: Neighbors) -> Neighbors:
    """What the front of a flat key says (`spring.ai.openai.chat.options.model`)."""
    for part in reversed(parts[:-1]):
        provider = keys.provider_of_word(part)
        if provider:
            return replace(near, provider=provider)
    return near
