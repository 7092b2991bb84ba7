"""Words of a command enter, what they are leaves: settings, places to write to, weights that are gone on from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from govscan.discover import classify, keys
from govscan.discover.arguments import arguments
from govscan.discover.neighbors import Named
from govscan.discover.words import Variables, Word, expand
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_WRITES = pattern(r"(?:^|_)(?:local_dir|output|out|save|saved|target|dst|dest|destination|export)(?:_|\Z)")


GOES_ON = pattern(r"(?:^|_)(?:resume|pretrain|pretrained|weights?|ckpt|checkpoint|init|teacher|vae|unet)(?:_|\Z)")


def is_setting(flag: str, value: Word | None) -> bool:
    found = keys.setting_of(keys.normal(flag))
    if found is None or found[0] == "task":
        return False
    return found[0] not in ("endpoint", "provider") or bool(value and flag not in ("--host", "--type", "--platform"))


def is_no_model_download(flags: Sequence[tuple[Word, Word | None]]) -> bool:
    return any(
        keys.normal(flag.text) in ("repo_type", "dataset") and (value is None or value.text != "model")
        for flag, value in flags
    )


def checkpoint(text: str, key: str) -> Named | None:
    """A file of weights that a training goes on from (`--resume-module-root ckpts/model.pt`)."""
    known = classify.is_weight_file(text) and classify.is_local_path(text) and GOES_ON.search(key)
    return Named("local", text) if known and not re.search(r"[\s*${}<>|;]", text) else None


def moved(place: Location, line: int, column: int) -> Location:
    return Location(place.path, place.line + line - 1, place.column + (column if place.line == 1 else 0))


def once(references: Iterable[Reference]) -> Iterator[Reference]:
    """Each place and name a single time: a literal may be reached through a variable and through its use, and what
    comes first has looked closer."""
    seen = set()
    for reference in references:
        key = (reference.location, reference.name)
        if key not in seen:
            seen.add(key)
            yield reference


def written(words: Sequence[Word], variables: Variables) -> Iterator[str]:
    """The folders and files that a command writes to, as far as its flags say so."""
    for flag, value in arguments(words[1:])[0]:
        if value is not None and _WRITES.search(keys.normal(flag.text)):
            yield from (result.text.rstrip("/") for result in expand(value, variables))
