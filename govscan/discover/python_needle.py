"""The bytes of a Python file enter, whether a tree of it can name a model leaves.

Most files of a large repository speak of models and name none. Building their trees would cost ten times what looking
at their words does. What is looked for comes from the tables that the tree is read with, so a new row there needs
nothing here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from msgspec import Struct, field

from govscan.discover import keys
from govscan.discover.lexicon import Lexicon, ends_of, words_of
from govscan.discover.literals import SERVED, Given, can_be_a_model
from govscan.discover.needles import Needle
from govscan.discover.python_calls import CALLS, LOADED_WITH, MODEL_LIBRARIES
from govscan.discover.python_clients import CLIENTS, METHODS
from govscan.discover.python_given import FLAG, GETS, TRIED, given_to, is_defined, speaks_of
from govscan.discover.python_tables import CLASSES
from govscan.discover.python_texts import NEEDLE as TEXTS
from govscan.discover.signatures import WEIGHT_SUFFIXES
from govscan.pattern import pattern

_REQUEST: Final = Needle(rb"\b(?:a?post|request|stream|urlopen|Request)\(\s*[^\s)]")
_STARTERS: Final = (b"subprocess", b"system(", b"popen(")
_MADE_UP: Final = (b"://{", b"://%", b'://"', b"://'")
"""Addresses whose host stands elsewhere."""

_SPEAKING: Final = Lexicon(speaks_of)
_CALLED: Final = pattern(rb"\s*+\(|[ \t]++as\b")
_HANDED_ON: Final = pattern(rb"\s*+[,)]")  # partial(OpenAI, ...)
_FRONT: Final = pattern(rb"(\w++)\s*+\.\s*+\Z")
_LONGEST_FRONT: Final = 80  # bytes

_ENUMERATION: Final = Needle(rb"\bclass \w*(?i:model|llm|embed)\w*\([^)]*Enum")
_BUILT: Final = Needle(rb"\btype=[\"']?[\w.]{0,60}(?i:" + "|".join(CLASSES).encode() + rb")")
_HOSTED: Final = (
    rb"\b(?:name|path|model_type)[\"']?\s*[:=]\s*(?:[\w.]{1,60}\([^()\n]{0,80}\bdefault=)?[\"'](?:[a-z]{2,6}\.)?"
    rb"(?:" + SERVED + rb")"
)
_DESCRIBED: Final = rb"Model(?:Info|Spec|Entry|Description)?\([^()]{0,200}\bid=[\"'][\w.-]{1,60}/"
_CONSTANT: Final = rb"\b[A-Z][A-Z0-9_]{2,60}\s*=\s*[\"'](?:" + SERVED + rb")"
_MADE_OF: Final = rb"\b[A-Z]\w{1,60}\(\s*[\"'][\w.-]{1,60}/[\w.-]{0,60}[-_][0-9.]{1,6}[bBmM]\b"
_MADE_FIRST: Final = Needle(rb"\b[A-Z]\w{1,60}\(\s*[\"'][\w.-]{1,60}/[\w.-]{2,80}[\"']")
_ANNOTATED: Final = Needle(rb"(?:model|llm|embedder)\w{0,40}\s*:\s*Annotated\[\s*\n")
_LOADED: Final = frozenset(map(str.encode, LOADED_WITH))
_LIBRARIES: Final = frozenset(map(str.encode, MODEL_LIBRARIES))
_WEIGHTS: Final = (
    rb"(?:\bpath=|,)\s*[\"'][^\"'\s]{1,200}(?:"
    + b"|".join(re.escape(suffix).encode() for suffix in WEIGHT_SUFFIXES)
    + rb")[\"']"
)
_NAMES_ONE: Final = Needle(b"|".join((_HOSTED, _DESCRIBED, _CONSTANT, _MADE_OF, _WEIGHTS)))
_LONGEST_FUNCTION: Final = 4_000  # bytes in front of what it returns
_A_TEXT: Final = pattern(rb"[\"'][^\"'\s{]{2,200}[\"']")
_RETURNS: Final = (b'return "', b"return '")


def may_name(data: bytes) -> bool:
    """Whether a file has a known call, a request, a command that it starts, or a name that speaks of a model and is
    given what can be one."""
    if b".from_pretrained(" in data:
        return True
    words = words_of(data)
    callees, last_words = _callees()
    if any(_is_called(word, callees[word], data, words) for word in words & last_words):
        return True
    if b"://" in data and _REQUEST.search(data) and _addresses_a_service(data):
        return True
    if any(starter in data for starter in _STARTERS) and _starts_a_model(data):
        return True
    loads = not words.isdisjoint(_LOADED) or (b"Annotated" in words and _ANNOTATED.search(data))
    if (
        ((loads or _ENUMERATION.search(data)) and can_be_a_model(data))
        or _gives_models(data)
        or (b"path=" in data and _BUILT.search(data))
    ):
        return True
    if not words.isdisjoint(_LIBRARIES) and _MADE_FIRST.search(data):
        return True
    if TEXTS.search(data) or _NAMES_ONE.search(data):
        return True
    if b"--" in data:
        words.update(FLAG.findall(data))
    return _is_given_one(data, words)


def _is_given_one(data: bytes, words: set[bytes]) -> bool:
    """Whether a name that speaks of a model is given what can be one."""
    a_word = False
    plausible: bool | None = None  # whether a literal elsewhere in the file can be what a name is given
    tried = words_of(b" ".join(TRIED.findall(data))) if b"parametrize" in words else ()
    for name, kinds in _SPEAKING.of(words):
        if plausible is False and not kinds.holds and not kinds.lists:
            continue
        for end in ends_of(name, data):
            given = given_to(kinds, data, end)
            if name in tried and kinds.holds and given is not Given.A_TEXT:
                given = Given.SOMETHING
            if given is Given.A_TEXT:
                return True
            if given is Given.SOMETHING and plausible is None:
                plausible = can_be_a_model(data)
                if plausible:
                    return True
            a_word = a_word or given is Given.A_WORD
    return a_word and any(map(keys.names_a_provider, words))


def _gives_models(data: bytes) -> bool:
    """Whether a function whose name speaks of what it gives returns a text."""
    for word in _RETURNS:
        at = data.find(word)
        while at >= 0:
            plain = _A_TEXT.match(data, at + len(word) - 1)
            start = data.rfind(b"def ", max(0, at - _LONGEST_FUNCTION), at)
            name = data[start + 4 : at].partition(b"(")[0] if start >= 0 else b""
            kinds = speaks_of(GETS.sub("", name.decode("utf-8", "replace")).encode()) if plain else None
            if kinds is not None and kinds.holds:
                return True
            at = data.find(word, at + 1)
    return False


class _Callee(Struct):
    """What has to be in a file with the last word of a known call: one of these words, or one of these in front of
    it; nothing else where neither is asked for."""

    beside: set[bytes] = field(default_factory=set)
    before: set[bytes] = field(default_factory=set)
    alone: bool = False
    first: set[bytes] = field(default_factory=set)  # texts, one of which it is given; any text where `free`
    free: bool = False


def _is_called(word: bytes, callee: _Callee, data: bytes, words: set[bytes]) -> bool:
    anywhere = callee.alone or not callee.beside.isdisjoint(words)
    if not anywhere and callee.before.isdisjoint(words):
        return False
    if not callee.free and not any(text in data for text in callee.first):
        return False
    partial = b"partial" in words
    return any(
        (anywhere or _front(data, end - len(word)) in callee.before)
        and (_CALLED.match(data, end) or (partial and _HANDED_ON.match(data, end)))
        and not is_defined(data, end)
        for end in ends_of(word, data)
    )


def _front(data: bytes, start: int) -> bytes:
    """The word before a dot that stands before `start`."""
    found = _FRONT.search(data, max(0, start - _LONGEST_FRONT), start)
    return found[1] if found else b""


@cache
def _callees() -> tuple[dict[bytes, _Callee], frozenset[bytes]]:
    """By the last word of every known call and method. A call is known by the word in front of it or the packages that
    it is imported from, a method of whatever object by the word in front of it."""
    found: dict[bytes, _Callee] = {}
    for table in (CALLS, CLIENTS):
        for name, rows in table.items():
            front, _, last = name.rpartition(".")
            callee = found.setdefault(last.encode(), _Callee())
            for row in rows:
                packages = {root.partition(".")[0] for root in row.roots}
                plain = not packages or "?" in packages
                callee.alone = callee.alone or (plain and not front)
                callee.free = callee.free or not row.first
                callee.first.update(text.encode() for text in row.first)
                callee.beside.update(word.encode() for word in ({front} if plain and front else packages - {"?"}))
    for name in METHODS:
        front, _, last = name.rpartition(".")
        callee = found.setdefault(last.encode(), _Callee())
        callee.alone = callee.alone or not front
        callee.free = True
        callee.before.update({front.encode()} if front else ())
    return found, frozenset(found)


def _addresses_a_service(data: bytes) -> bool:
    from govscan.discover.config_needle import calls_a_service  # few files ask for anything

    return any(part in data for part in _MADE_UP) or calls_a_service(data)


def _starts_a_model(data: bytes) -> bool:
    from govscan.discover.config_needle import starts_a_model  # few files start commands

    return starts_a_model(data)
