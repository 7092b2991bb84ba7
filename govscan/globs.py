"""Regular expressions made of globs, so that they take no more than linear time in each part of a path.

`*a*a*a*b` as `[^/]*a[^/]*a[^/]*a[^/]*b` tries every way to share a name out among its stars: a pattern of a hostile
.gitignore and a long file name would take years. Where another star follows, the first place that fits is as good as
any later one; so every piece but the last keeps the place it found (an atomic group).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_STAR = r"\[\^/\]\*"
_SIGN = r"(?>\\.|\[\^?\]?(?:\\.|[^\]\\])*+\](?!\*)|[^\\\[\](){}?*+|^$./])"
_PIECE = re.compile(rf"{_STAR}((?:{_SIGN})*+)(?={_STAR})")
_NOT = re.compile(r"(?<!\\)\[\^(?!/)")  # of the signs that [!a] stands for, a slash is none
_BELOW = r"\(\?:/\.\+\)\?"  # a/**/b in the words of pathspec,
_ABOVE = r"\(\?:\.\+/\)\?"  # its **/a,
_ANY = r"\(\?:\.\*/\)\?"  # and both in ours
_PARTS = r"((?:(?!\(\?)[^$])+?)"
_FOLDERS = (
    (re.compile(rf"{_ABOVE}{_PARTS}(?={_BELOW}/)"), r"(?>(?:.+?/)??\1(?=/))"),
    (re.compile(rf"{_BELOW}{_PARTS}(?={_BELOW}/)"), r"(?>(?:/.+?)??\1(?=/))"),
    (re.compile(rf"{_ANY}{_PARTS}(?={_ANY})"), r"(?>(?:.*?/)??\1)"),
)


@contextmanager
def unwarned() -> Iterator[None]:
    """Expressions that somebody else wrote are compiled without a word on what a future Python may read in them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def settled(expression: str) -> str:
    """The same expression without a choice among places for all stars but the last of each kind."""
    expression = _NOT.sub("[^/", expression)
    for folders, atomic in _FOLDERS:
        expression = folders.sub(atomic, expression)
    return _PIECE.sub(r"(?>[^/]*?\1)", expression)
