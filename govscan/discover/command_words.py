"""One word of a command line enters, the reference that it makes leaves, with what is known where it stands."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from govscan.discover import keys
from govscan.discover.decide import decide
from govscan.discover.neighbors import Named, Neighbors, complete
from govscan.discover.words import Variables, Word, default_name
from govscan.pattern import pattern
from govscan.reference import Certainty, Location, Reference

_POSITION = pattern(r"\$(?:[1-9]|\{[1-9]\})\Z")
_UNLIKELY = pattern(r"(?!-)[^$%{}=\n]*[A-Za-z][^$%{}=\n]*\Z")


class Scope(Struct):
    """What is known while commands of one file are read: where they stand, the variables set so far with the place
    of each literal, and the settings around them."""

    path: str
    surface: str
    near: Neighbors = field(default_factory=Neighbors)
    variables: Variables = field(default_factory=dict)
    backslash: bool = True
    depth: int = 0

    def inner(self) -> Scope:
        return replace(self, depth=self.depth + 1)


def refer_word(
    word: Word, key: str, near: Neighbors, scope: Scope, via: str, used: Word | None, any_name: bool = False
) -> Reference | None:
    named = decide(word.text, key, near)
    if named is None and any_name and near.provider and re.fullmatch(r"[\w.+:@/-]{2,200}", word.text):
        named = None if keys.is_stand_in(word.text) else Named(near.provider, word.text)
    return complete_word(named, near, scope, via, word, used, keys.stem_of_model_key(key) or "") if named else None


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
    return replace(found, certainty=Certainty.MENTION, reason="placeholder") if held else found


def complete_word(
    named: Named, near: Neighbors, scope: Scope, via: str, word: Word, used: Word | None, stem: str = ""
) -> Reference:
    place = word.place(scope.path)
    used_at = Location(scope.path, used.line, used.column) if used and used.line != word.line else None
    return complete(named, near, stem, place, f"{scope.surface}:{via}", used_at)
