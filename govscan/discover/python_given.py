"""A name in the bytes of a Python file enters, whether something that can be a model is given to it leaves.

`model = build()` and `model=model` give nothing that a tree would find; `model="x"` does; of most else only a literal
elsewhere in the file can tell. Far cheaper than a tree, and never stricter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from govscan.discover import keys
from govscan.discover.literals import PLAIN, TEXT, Given, can_be_a_model
from govscan.discover.python_calls import LOADING_WORDS, MENTIONING_NAMES, NOT_MODELS, WRITING_WORDS
from govscan.pattern import pattern

TRIED: Final = pattern(rb"\bparametrize\(\s*+[\[(]?\s*+((?:[\"'][\w, ]{1,200}[\"']\s*+,?\s*+){1,20})")
"""The parameters of a test, whose values stand further down."""
FLAG: Final = pattern(rb"--[a-z][\w-]{2,80}")
"""An option on a command line, whose words may say nothing one by one."""

_LOADS: Final = pattern(rb"(?!\w)\(\s*+(?![)\s])(?!\w++\s*+=(?!=))")
_DEFINES: Final = (b"class ", b"def ")
_OPENS: Final = pattern(rb"(?!\w)[\"'\]]*+[ \t]*+(?::[^=\n]{0,80})?+(?::|=(?!=))\s*+[\[({]")
_LONGEST_LIST: Final = 4_000  # bytes that are looked at
_LOOPS: Final = pattern(rb"(?!\w)[ \t]++in[ \t]")
_GIVEN: Final = pattern(
    # `"model": x`, `["MODEL"] = x`, `("--model", x`; `model=x`, `model: str = x`
    rb"(?!\w)(?:[\"']\]?+\s*+(?:[:,)]|=(?!=))|[ \t]*+(?::[^=\n]{1,120})?+=(?!=)|[ \t]*+:=)[ \t]*+"
)
_ADDED: Final = pattern(rb"(?!\w)\.(?:append|extend|insert|add)\(\s*+")
_NOTHING: Final = pattern(
    # no value, the key of the next one, or a call that gives no text
    rb"[)\]}]|(?:None|True|False|-?\d[\w.]*+)[ \t]*+(?:[,)\]}\n]|\Z)|[\"'][^\"'\n]{0,80}[\"']\s*+:"
    rb"|(?:staticmethod|classmethod|property|bool|int|float|len|isinstance)\("
)
_BARE_NAME: Final = pattern(rb"(?:\w++\.)*+(\w++)[ \t]*+(?:[,)\]}\n]|\Z)")
GETS: Final = pattern(r"^_{0,2}(?:(?:get|default|select|choose|pick|resolve)_)+", re.IGNORECASE)
"""What stands in front of what a function gives (`get_model_name`)."""
_GOT: Final = pattern(rb"(?:\w++\.)*+(\w++)\(")
_CLASS: Final = pattern(rb"[A-Z][a-z]\w*+")
_MADE: Final = pattern(rb"(?:\w++\.)*+[A-Z]\w*+\([^\n]{0,200}?[,)][ \t]*+(?:\n|\Z)")
_MADE_BELOW: Final = pattern(rb"(?:\w++\.)*+_?[A-Z]\w*+\(\s*+\n\s*+(?!\w{0,2}[\"'])")
"""An object whose arguments stand on the next lines; its default may be one of them."""
_LONGEST_CALL: Final = 600  # bytes
_LOADING: Final = pattern("|".join(map(re.escape, LOADING_WORDS)))
_MENTIONING: Final = pattern("|".join(map(re.escape, MENTIONING_NAMES)))


class Kinds(NamedTuple):
    """What a name says: that it holds a model, that what it calls loads one, that it lists some."""

    holds: bool
    loads: bool
    lists: bool


@lru_cache(maxsize=4096)
def speaks_of(name: bytes) -> Kinds | None:
    """What a word or an option says of models; None for most."""
    text = name.decode("utf-8", "replace")
    lower = text.lower()
    kinds = Kinds(
        holds=keys.may_hold_a_model(lower) and _holds(keys.normal(text)),
        loads=bool(_LOADING.search(lower)) and text not in NOT_MODELS and not lower.startswith(WRITING_WORDS),
        lists=bool(_MENTIONING.search(lower)),
    )
    return kinds if any(kinds) else None


def _holds(key: str) -> bool:
    return keys.stem_of_model_key(key) is not None or keys.configures_a_model(key)


def given_to(kinds: Kinds, data: bytes, end: int) -> Given:
    """What is given to a name of these kinds that ends at an offset."""
    if kinds.holds:
        found = _GIVEN.match(data, end) or _ADDED.match(data, end)
        if found:
            told = _value(data, found.end())
            if told is not Given.NOTHING:
                return told
    if kinds.loads and _LOADS.match(data, end) and not is_defined(data, end):
        return Given.SOMETHING
    if kinds.holds and _LOOPS.match(data, end):
        return Given.SOMETHING
    if kinds.lists and _OPENS.match(data, end):
        listed = data[end : end + _LONGEST_LIST].partition(b"\n\n")[0]
        return Given.A_TEXT if can_be_a_model(listed) else Given.NOTHING
    return Given.NOTHING


def _value(data: bytes, start: int) -> Given:
    if _NOTHING.match(data, start):
        return Given.NOTHING
    named = _BARE_NAME.match(data, start)
    kinds = speaks_of(named[1]) if named and not named[1].isupper() else None
    if kinds and kinds.holds:
        return Given.NOTHING  # what that name is given is looked at where it stands
    if TEXT.match(data, start):
        return Given.A_TEXT
    if PLAIN.match(data, start):
        return Given.A_WORD
    if named and _CLASS.fullmatch(named[1]):
        return Given.NOTHING
    got = _GOT.match(data, start)
    if got and _gives_from_elsewhere(got[1], data):
        return Given.A_TEXT
    if _MADE.match(data, start):
        return Given.NOTHING
    below = _MADE_BELOW.match(data, start)
    return Given.SOMETHING if not below or b"default" in data[start : start + _LONGEST_CALL] else Given.NOTHING


def _gives_from_elsewhere(callee: bytes, data: bytes) -> bool:
    """Whether a function gives what its name says of a model, and is that of another module."""
    name = callee.decode("utf-8", "replace")
    asked = GETS.sub("", name)
    if asked == name or b"def " + callee in data:
        return False
    kinds = speaks_of(asked.encode())
    return kinds is not None and kinds.holds


def is_defined(data: bytes, end: int) -> bool:
    """Whether what ends here is a class or function as it is defined, and called elsewhere."""
    start = data.rfind(b"\n", 0, end) + 1
    return data[start:end].lstrip().removeprefix(b"async ").startswith(_DEFINES)
