"""Regular expressions of the operator `matches`, kept from blowing up.

Python's engine backtracks. A pattern is refused where that can take exponential time (a quantifier over a group
that holds a quantifier or alternatives, a back reference) and bounded where it takes polynomial time (three open
quantifiers, over a text of at most 200 characters).
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import Any

from govscan import limits
from govscan.finding import Truth

_MAX_OPEN = 3
_SMALL = 10  # a quantifier of at most so many turns is not open


def trouble(pattern: str) -> str:
    """Why the pattern cannot be used, as the end of a sentence; "" where it can."""
    if len(pattern) > limits.PATTERN_CHARACTERS:
        return f"is longer than {limits.PATTERN_CHARACTERS} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = re._parser.parse(pattern)  # type: ignore[attr-defined]
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        return f"is not a regular expression: {error}"
    open_quantifiers = [0]
    return _unsafe(tree, False, open_quantifiers)


def search(pattern: str, text: str) -> Truth:
    """Whether the pattern is found in `text`; UNKNOWN for a text over the bound. `pattern` has passed `trouble`."""
    if len(text) > limits.MATCHED_CHARACTERS:
        return Truth.UNKNOWN
    return Truth.TRUE if _compiled(pattern).search(text) else Truth.FALSE


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _unsafe(tree: Any, repeated: bool, open_quantifiers: list[int]) -> str:
    for operation, argument in tree:
        name = str(operation)
        if name.startswith("GROUPREF"):
            return "uses a back reference, which can take for ever"
        repeats = name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
        if repeated and (repeats or name == "BRANCH"):
            return "repeats a group that holds a repetition or alternatives, which can take for ever"
        most = argument[1] if repeats else 0
        if most > _SMALL:
            open_quantifiers[0] += 1
            if open_quantifiers[0] > _MAX_OPEN:
                return f"has more than {_MAX_OPEN} open repetitions, which can take for ever"
        for part in _subtrees(argument):
            found = _unsafe(part, repeated or most > 1, open_quantifiers)
            if found:
                return found
    return ""


def _subtrees(argument: Any) -> list[Any]:
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        return [argument]
    if isinstance(argument, tuple | list):
        return [tree for part in argument for tree in _subtrees(part)]
    return []
