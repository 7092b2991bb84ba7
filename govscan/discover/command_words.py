"""One word of a command line enters, the reference that it makes leaves, with what is known where it stands."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.decide import decide
from govscan.discover.neighbors import Named, Neighbors, complete
from govscan.discover.words import Variables, Word, default_name
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_VARIABLE = pattern(r"\$(?:\w+|\{\w+\})")
_POSITION = pattern(r"\$(?:[1-9]|\{[1-9]\})\Z")
GOES_ON = pattern(r"(?:^|_)(?:resume|pretrain|pretrained|weights?|ckpt|checkpoint|init|teacher|vae|unet)(?:_|\Z)")
"""Names of what a training goes on from."""

_LAID_OUT = pattern(r"(?:^|_)model_repo(?:sitory)?\Z")  # a folder of a server, as often as a repository


class Scope(Struct):
    """What is known while commands of one file are read: where they stand, the variables set so far with the place
    of each literal, and the settings around them."""

    path: str
    surface: str
    near: Neighbors = field(default_factory=Neighbors)
    variables: Variables = field(default_factory=dict)
    backslash: bool = True
    written: set[str] = field(default_factory=set)  # folders and files that commands of the file write to
    depth: int = 0

    def inner(self) -> Scope:
        return replace(self, depth=self.depth + 1)


def refer_word(
    word: Word, key: str, near: Neighbors, scope: Scope, via: str, used: Word | None, any_name: bool = False
) -> Reference | None:
    named = decide(word.text, key, near) or _checkpoint(word.text, key) or _unfinished(word.text)
    if named and named.provider == "local" and (named.name.rstrip("/") in scope.written or _LAID_OUT.search(key)):
        return None
    if named is None and any_name and near.provider and re.fullmatch(r"[\w.+:@/-]{2,200}", word.text):
        named = None if keys.is_stand_in(word.text) else Named(near.provider, word.text)
    return complete_word(named, near, scope, via, word, used, keys.stem_of_model_key(key) or "") if named else None


def _unfinished(text: str) -> Named | None:
    """A place or an id of which a variable that nobody sets here is a part (`./checkpoints/$VERSION`)."""
    bare = _VARIABLE.sub("x", text)
    if bare == text or not re.fullmatch(r"[\w.@/-]{3,200}", bare) or not re.search(r"[A-Za-z]{2}[^$]{0,200}/", text):
        return None
    if classify.is_local_path(bare) and not text.startswith("$"):
        return Named("local", text)
    return Named("huggingface", text) if classify.is_hub_id(bare) and "$" not in text.partition("/")[0] else None


def _checkpoint(text: str, key: str) -> Named | None:
    """A file of weights that a training goes on from (`--resume-module-root ckpts/model.pt`)."""
    known = classify.is_weight_file(text) and classify.is_local_path(text) and GOES_ON.search(key)
    return Named("local", text) if known and not re.search(r"[\s*${}<>|;]", text) else None


def unknown_word(word: Word, near: Neighbors, scope: Scope, via: str, used: Word) -> Reference | None:
    """What a program that loads models is given where it is no name: a variable that nobody sets here, a text that
    no model can be called, a placeholder."""
    text = word.text.strip()
    variable = default_name(text) or (text[1:] if _POSITION.match(text) else "")
    if not variable and (
        len(text) > 120 or not re.search(r"[A-Za-z]", text) or any(char in text for char in "$%{}=\n")
    ):
        return None
    held = keys.is_placeholder(text)
    if not variable and not held and (" " not in text or text.startswith("-")):
        return None
    named = Named(near.provider or "huggingface", f"${variable}" if variable else text)
    found = complete_word(named, near, scope, via, word, used)
    return found.as_mention("placeholder") if held else found


def complete_word(
    named: Named, near: Neighbors, scope: Scope, via: str, word: Word, used: Word | None, stem: str = ""
) -> Reference:
    place = word.place(scope.path)
    used_at = Location(scope.path, used.line, used.column) if used and used.line != word.line else None
    return complete(named, near, stem, place, f"{scope.surface}:{via}", used_at)
