"""The flags of a command enter, the models that their names speak of leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from govscan.discover import classify, evaluations, keys
from govscan.discover.command_requests import in_json
from govscan.discover.command_words import GOES_ON, Scope, refer_word, unknown_word
from govscan.discover.neighbors import Neighbors
from govscan.discover.tools import Tool
from govscan.discover.words import Word, expand
from govscan.pattern import pattern
from govscan.reference import Reference

_SPEAKS = pattern(r"(?:^|_)(?:models?|processor)(?:_|\Z)")
_LISTED = pattern(r"[^,\s]+")
_OF_FILES = pattern(r":[\w.*-]*(?:/|\*|\.(?:safetensors|gguf|pth?|bin|ckpt)\Z)")


def by_flags(
    flags: Sequence[tuple[Word, Word | None]], tool: Tool | None, near: Neighbors, scope: Scope
) -> Iterator[Reference]:
    for flag, value in flags:
        if value is None:
            continue
        key = keys.normal(flag.text)
        own = bool(tool and flag.text in tool.flags)
        if key in ("lora_modules", "enable_lora_modules"):
            value, own = value.after(value.text.find("=") + 1), True
        if key == evaluations.KEY:
            yield from _in_arguments(value, near, scope, flag)
        if value.text.startswith("{") and "model" in value.text:
            yield from in_json(value, near, scope, flag)
        goes_on = bool(GOES_ON.search(key) or (_SPEAKS.search(key) and _OF_FILES.search(value.text)))
        if not own and (not flag.text.startswith("--") or not (keys.stem_of_model_key(key) is not None or goes_on)):
            continue
        if keys.stem_of_model_key(key) is None and not goes_on:
            key = "hf_repo" if key.startswith("hf") else "model"
        for result in chain.from_iterable(map(_ids, expand(value, scope.variables))):
            found = refer_word(result, key, near, scope, flag.text, flag, bool(tool and tool.loads_any))
            found = found or (unknown_word(result, near, scope, flag.text, flag) if own else None)
            if found:
                yield found


def _ids(value: Word) -> Iterator[Word]:
    """The ids of a hub that a word lists (`org/one,org/two`), without the files that are asked of each
    (`org/one:text_encoder/*.safetensors`); the word where it lists none."""
    parts = list(_LISTED.finditer(value.text)) if "," in value.text or _OF_FILES.search(value.text) else []
    ids = [part[0].partition(":")[0] for part in parts]
    if not ids or not all(map(classify.is_hub_id, ids)):
        yield value
        return
    seen = set()
    for part, known in zip(parts, ids, strict=True):
        if known not in seen:
            seen.add(known)
            yield replace(value.after(part.start()), text=known)


def _in_arguments(value: Word, near: Neighbors, scope: Scope, flag: Word) -> Iterator[Reference]:
    for result in expand(value, scope.variables):
        inner = near.beside(evaluations.settings_in(result.text))
        for match in evaluations.models_in(result.text):
            part = replace(result.after(match.start(2)), text=match[2])
            found = refer_word(part, match[1], inner, scope, flag.text, flag)
            if found:
                yield found
