"""Environment files (.env, .env.example, service.env): `KEY=VALUE` lines enter, references leave.

A model and the base URL of the same prefix (`OPENAI_MODEL`, `OPENAI_BASE_URL`) are one reference; values of keys and
tokens are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover import keys
from govscan.discover.decide import refer
from govscan.discover.needles import Words
from govscan.discover.neighbors import Neighbors, looks_like_address, safe_address, service
from govscan.discover.surface import SourceFile
from govscan.discover.words import Text
from govscan.pattern import pattern
from govscan.reference import Location, Reference

NEEDLE = Words(
    b"model llm base_url baseurl api_base apibase endpoint deployment hugging hf_ repo_id ollama openai "
    b"anthropic gemini bedrock",
)

_SERVE_OTHERS: Final = frozenset(
    {"nvidia", "groq", "together", "fireworks", "openrouter", "deepinfra", "cerebras", "siliconflow", "replicate"}
)
_LINE = pattern(r"^[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][\w.]{0,120})[ \t]*=[ \t]*(.*)$", re.MULTILINE)
_DEFAULT = pattern(r"\$\{[A-Za-z_]\w*:?[-=]([^}$]*)\}\Z")


class Setting(Struct, frozen=True):
    """One variable as a file sets it, and where its value starts."""

    key: str
    value: str
    place: Location


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of an environment file."""
    settings = []
    text = Text(file.text)
    for match in _LINE.finditer(file.text):
        value, shift = _unquoted(match[2])
        if value or match[1].upper().endswith("_API_KEY"):
            line, column = text.place(match.start(2))
            settings.append(Setting(match[1], value, Location(file.path, line, column + shift)))
    yield from read_settings(settings, "env:")


def _unquoted(raw: str) -> tuple[str, int]:
    """The value without quotes and trailing comment, and by how many columns it starts later than written."""
    text = raw.strip()
    if text[:1] in ("'", '"', "`"):
        stop = text.find(text[0], 1)
        return (text[1:stop] if stop > 0 else text[1:]), 1
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip(), 0


def read_settings(settings: Sequence[Setting], via: str, near: Neighbors | None = None) -> Iterator[Reference]:
    """The references of variables that are set together: those of one file or of one container. `via` is the
    surface and the path in front of each variable's name ("env:", "structured:services.app.environment.")."""
    plain = [Setting(setting.key, with_default(setting.value), setting.place) for setting in settings]
    near = (near or Neighbors()).beside([(setting.key, setting.value) for setting in plain]).with_shared_endpoint()
    near = _with_only_service(near, plain)
    used: set[str] = set()
    for setting in plain:
        key = keys.normal(setting.key)
        if keys.stem_of_model_key(key) is None or keys.is_secret(key):
            continue
        for value, place in _values(setting):
            found = refer(value, key, near, place, f"{via}{setting.key}")
            if found:
                used.add(found.endpoint or "")
                yield found
    for setting in plain:
        kind = keys.setting_of(keys.normal(setting.key))
        if kind and kind[0] == "endpoint" and looks_like_address(setting.value):
            lonely = service(setting.value, setting.place, f"{via}{setting.key}")
            if lonely and (safe_address(setting.value) or "") not in used:
                yield lonely


def _with_only_service(near: Neighbors, settings: Sequence[Setting]) -> Neighbors:
    """Where the only key that is set is one of a service that serves the models of others (`GROQ_API_KEY`), `MODEL`
    is a model there."""
    addressed = any(
        kind == "endpoint" and (owner in ("", "llm") or keys.provider_of_stem(owner))
        for (kind, owner), _ in near.settings
    )
    if near.provider or addressed:
        return near
    found = {
        keys.provider_of_word(key.removesuffix("_API_KEY"))
        for setting in settings
        if (key := setting.key.upper()).endswith("_API_KEY")
    } - {None}
    return replace(near, provider=found.pop()) if len(found) == 1 and found <= _SERVE_OTHERS else near


def with_default(value: str) -> str:
    """The default of `${X:-default}` where a value consists of it, else the value."""
    match = _DEFAULT.match(value.strip())
    return match[1].strip("\"'") if match else value


def _values(setting: Setting) -> Iterator[tuple[str, Location]]:
    """A value, or the entries of one that lists several models with commas or semicolons."""
    parts = re.split(r"([,;])", setting.value) if not setting.value.lstrip().startswith(("{", "[")) else []
    offset = 0
    for part in parts:
        text = part.strip()
        if text and text not in ",;":
            place = setting.place
            shift = offset + len(part) - len(part.lstrip())
            yield text, Location(place.path, place.line, place.column + shift)
        offset += len(part)
