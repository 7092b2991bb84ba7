"""Spellings: how names of licenses are made comparable.

Nothing here guesses. Two spellings are one name if they differ in case and separators only; every other spelling is
written out as an alias, so that "llama3" never stands for "llama3.1" and "cc-by" never for "cc-by-nc".
"""

from __future__ import annotations

from govscan.pattern import pattern

_SEPARATORS = pattern(r"[\s._,\-–—]+")
_NO_LETTERS = pattern(r"[\W_]+")


def spelling(name: str) -> str:
    """The key under which a license name is looked up: lower case, without spaces, dots, commas, underscores and
    hyphens. Signs that carry meaning ("openrail++") stay."""
    return _SEPARATORS.sub("", name.casefold())


def normalized(text: str) -> str:
    """Lower case, every run of other than letters and digits one space."""
    return _NO_LETTERS.sub(" ", text.lower()).strip()
