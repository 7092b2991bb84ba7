"""The bytes of a JavaScript or TypeScript file enter, whether a tree of it can name a model leaves.

Most files of a large repository speak of models, in their types and in what people are shown, and name none. A package
or a client of a provider has to be there, or a name that speaks of a model and is given what can be one. What counts
comes from the tables that the tree is read with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from govscan.discover import keys
from govscan.discover.javascript_choices import GETS, OFFERS, SETS
from govscan.discover.javascript_constants import CHOICES
from govscan.discover.javascript_sdks import CLASSES, ENGINES, FACTORIES, PACKAGES, ROUTERS
from govscan.discover.lexicon import Lexicon, ends_of, words_of
from govscan.discover.literals import PLAIN, SERVED, TEXT, Given, has_a_name
from govscan.discover.needles import Needle
from govscan.pattern import pattern


def _any_of(names: Iterable[str]) -> bytes:
    return b"|".join(re.escape(name).encode() for name in sorted(names))


_LOADS: Final = ("pipeline", "from_pretrained", "fromPretrained")
_TALKS: Final = Needle(
    rb"[\"'](?:" + _any_of(PACKAGES) + rb"|(?:@langchain/community|langchain)/[\w./-]{1,80})[\"']"
    rb"|@(?:huggingface|xenova)/transformers|[\"']@ai-sdk/|ai-(?:sdk-)?provider(?:-v\d)?[\"']"
    rb"|\b(?:" + _any_of((*CLASSES, *FACTORIES, *ENGINES, *_LOADS)) + rb")\s*[(<]"
)
"""Packages and clients of providers, and calls that load a model whatever they are given."""
_OFFERED: Final = Needle(
    rb"(?i:<(?:" + _any_of(OFFERS) + rb")\b[^>]{0,200}\bvalue=[\"'](?:[a-z]{2,6}\.)?(?:" + SERVED + rb"))"
)
_MADE: Final = Needle(rb"\b(?:new\s+\w{0,60}Models?|loadModel)\(\s*[\"'`]")
_TRANSLATION: Final = pattern(r"(?:^|/)locales?/(?:.+/)?[\w.-]+\.[cm]?[jt]s\Z")
_ENUMERATION: Final = Needle(rb"\benum\s+\w{0,60}(?i:model)")
_STARTS: Final = Needle(rb"\b(?:exec|spawn)\w{0,10}\(|\bexeca\w{0,10}\(")

_FETCHED: Final = pattern(rb"(?:\bfrom\s*+|\b(?:import|require)\s*+\(?+\s*+)[\"'][^\"'\n]{1,200}[\"']")
"""The module that names come from, whose path looks like the name of a model."""
_IMPORTS: Final = pattern(rb"\bimport\b([^;\"']{1,2000}?)\bfrom\s*+[\"'](?:[./@~$#]|src/)")
"""The names that come from modules of the tree, or of a scope."""

_HELD: Final = pattern(
    # `model: x`, `"model-id": x`, `const model: string = x`, `[model, setModel] = x`, `model ??= x`
    rb"(?!\w)[\"']?+\]?+[!?]?+\s*+(?::[^=\n;,(){}\"'`]{1,80}=(?![=>])|:(?!:)|(?:\?\?|\|\|)?+=(?![=>]))\s*+"
)
_CALLED: Final = pattern(rb"(?!\w)(?:<[\w, ]{1,80}>)?+\(\s*+")
_ASKED: Final = pattern(rb"[\"']\s*+[,}]")
"""A field or an option, whose default stands beside its name."""
_NOTHING: Final = pattern(
    # nothing at all, a type, a variable of the environment, an object whose properties speak for themselves
    rb"[)\]},;|]|\[\s*+\]|new\b|(?:process|import\.meta)\.env\.\w++!?+[ \t]*+[,;)}\n]"
    rb"|(?:null|undefined|true|false|string|number|boolean|any|unknown|never|void|object|-?\d[\w.]*+)(?![\w.(])"
)
_BARE_NAME: Final = pattern(rb"(?:[\w$]++[!?]?+\.)*+([\w$]++)!?+\s*+[,)\]};\n]")
_GIVES: Final = pattern(rb"(?:\breturn|=>)\s*+\(?+\s*+[\"']")
_LONGEST_FUNCTION: Final = 4_000  # bytes in front of what it returns


class _Kinds(NamedTuple):
    """What a name says: that it holds a model, that a call of it is given one, that a call of it gives one."""

    holds: bool
    takes: bool
    gives: bool


class _File:
    """A file whose texts are all written with plain quotes."""

    def __init__(self, data: bytes) -> None:
        self.data = data.replace(b"`", b'"').replace(b"${", b"{")

    @cached_property
    def plausible(self) -> bool:
        """Whether a text in it can be a model, wherever it stands."""
        return has_a_name(_FETCHED.sub(b"", self.data))

    @cached_property
    def imported(self) -> set[bytes]:
        return words_of(b" ".join(_IMPORTS.findall(self.data)))


def may_name(data: bytes, path: str = "") -> bool:
    """Whether a file has a package, a client or a command of a provider, or a name that speaks of a model and is given
    what can be one. Translations have none."""
    if _TRANSLATION.search(path):
        return False
    if _TALKS.search(data) or (_STARTS.search(data) and _starts_a_model(data)):
        return True
    file = _File(data)
    listed = _ENUMERATION.search(file.data) or _MADE.search(file.data)
    if _OFFERED.search(file.data) or (listed and file.plausible):
        return True
    words = words_of(file.data, dashes=True)
    asks = b"default" in words or b"defaultValue" in words or b"initialValue" in words
    a_word = False
    for name, kinds in _SPEAKING.of(words):
        for end in ends_of(name, file.data, dashes=True):
            given = _given_to(kinds, file, end, asks)
            if given is Given.A_TEXT or (given is Given.SOMETHING and file.plausible):
                return True
            a_word = a_word or given is Given.A_WORD
    return a_word and any(map(keys.names_a_provider, words_of(file.data)))


@lru_cache(maxsize=4096)
def _speaks_of(word: bytes) -> _Kinds | None:
    name = word.decode("utf-8", "replace")
    if not keys.may_hold_a_model(name.lower()):
        return _Kinds(holds=False, takes=True, gives=False) if name in ROUTERS else None
    key = keys.normal(name)
    holds = keys.stem_of_model_key(key) is not None
    kinds = _Kinds(
        holds=holds or bool(CHOICES.search(key)),
        takes=name in ROUTERS or (holds and bool(SETS.match(name))),
        gives=keys.stem_of_model_key(GETS.sub("", key)) is not None,
    )
    return kinds if any(kinds) else None


_SPEAKING: Final = Lexicon(_speaks_of)


def _given_to(kinds: _Kinds, file: _File, end: int, asks: bool) -> Given:
    """What is given to a name of these kinds that ends at an offset. `asks`: the file has defaults of fields."""
    data = file.data
    found = _HELD.match(data, end) if kinds.holds else None
    if found:
        return _value(file, found.end())
    called = _CALLED.match(data, end) if kinds.takes or kinds.gives else None
    if called and kinds.takes and not _NOTHING.match(data, called.end()):
        return _value(file, called.end())
    if called:
        start = called.end()
        gives = kinds.gives and _GIVES.search(data, start, start + _LONGEST_FUNCTION)
        return Given.SOMETHING if gives else Given.NOTHING
    return Given.SOMETHING if asks and _ASKED.match(data, end) else Given.NOTHING


def _value(file: _File, start: int) -> Given:
    data = file.data
    if _NOTHING.match(data, start):
        return Given.NOTHING
    named = _BARE_NAME.match(data, start)
    kinds = _speaks_of(named[1]) if named and not named[1].isupper() else None
    if named and kinds and kinds.holds:  # what that name is given is looked at where it stands
        brought = named[1][:1].islower() and named[1] in file.imported
        return Given.A_TEXT if brought else Given.NOTHING
    if TEXT.match(data, start):
        return Given.A_TEXT
    return Given.A_WORD if PLAIN.match(data, start) else Given.SOMETHING


def _starts_a_model(data: bytes) -> bool:
    from govscan.discover.config_needle import starts_a_model  # few files start commands

    return starts_a_model(data)
