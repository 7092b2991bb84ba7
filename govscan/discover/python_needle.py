"""The bytes of a Python file enter, whether a tree of it can name a model leaves.

Most files of a large repository speak of models and name none. Building their trees would cost ten times what looking
at their words does. What is looked for comes from the tables that the tree is read with, so a new row there needs
nothing here.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from msgspec import Struct, field

from govscan.discover import keys
from govscan.discover.lexicon import Lexicon, ends_of, words_of
from govscan.discover.needles import Needle
from govscan.discover.python_calls import CALLS
from govscan.discover.python_clients import CLIENTS, METHODS
from govscan.discover.python_given import FLAG, GETS, Given, given_to, is_defined, speaks_of
from govscan.pattern import pattern

_REQUEST: Final = (b"post(", b"request(", b"stream(", b"urlopen(", b"Request(")
_STARTERS: Final = (b"subprocess", b"system(", b"popen(")
_MADE_UP: Final = (b"://{", b"://%", b'://"', b"://'")
"""Addresses whose host stands elsewhere."""

_LITERAL: Final = Needle(
    # in quotes a name with a slash, an address of a hub, a piece of an f-string, a family, a size, weights
    rb"[\"'](?:\w{1,40}:)?[A-Za-z0-9][\w.-]{0,95}/[\w.{%][^\"'\s]{0,200}[\"']"
    rb"|[\"'][^\"'\s]{0,100}(?:[/-]\{|\}/|%s|(?:huggingface|hf|modelscope)\.c[on])|[\"'][^\"'\s]{0,200}[\"']\.format\("
    rb"|[\"'][^\"'\s]{0,60}(?i:gpt|claude|gemini|mistral|qwen|glm|llama|deepseek|-embed|embed[a-z]*-|whisper|command-"
    rb"|-base|-large|-small|-mini|-v\d|-\d{1,4}b|\.gguf|safetensors|\.(?:pth?|ckpt|bin|onnx|h5|keras)[\"'])"
    # a constant of another module
    rb"|(?:^|[^a-z])(?:(?:[A-Z0-9_]{1,60}_)?(?:MODEL|LLM)|[A-Z0-9_]{1,60}_(?:ID|NAME|PATH))(?:[^a-z]|$)"
)
_SPEAKING: Final = Lexicon(speaks_of)
_CALLED: Final = pattern(rb"\s*+\(|[ \t]++as\b")
_HANDED_ON: Final = pattern(rb"\s*+[,)]")  # partial(OpenAI, ...)
_FRONT: Final = pattern(rb"(\w++)\s*+\.\s*+\Z")
_LONGEST_FRONT: Final = 80  # bytes

_ENUMERATION: Final = pattern(rb"\bclass \w*(?i:model|llm|embed)\w*\([^)]*Enum")
_GETTER: Final = pattern(rb"\bdef ([A-Za-z_]*(?i:model|llm|embed|deployment|tokenizer|rerank)[A-Za-z_]*)\(")
_RETURNS: Final = pattern(rb"\breturn [\"']")


def may_name(data: bytes) -> bool:
    """Whether a file has a known call, a request, a command that it starts, or a name that speaks of a model and is
    given what can be one."""
    if b".from_pretrained(" in data:
        return True
    words = words_of(data)
    callees, last_words = _callees()
    if any(_is_called(word, callees[word], data, words) for word in words & last_words):
        return True
    if b"://" in data and any(request in data for request in _REQUEST) and _addresses_a_service(data):
        return True
    if any(starter in data for starter in _STARTERS) and _starts_a_model(data):
        return True
    if _ENUMERATION.search(data) or _gives_models(data):
        return True
    something = a_word = False
    if b"--" in data:
        words.update(FLAG.findall(data))
    for name, kinds in _SPEAKING.of(words):
        for end in ends_of(name, data):
            given = given_to(kinds, data, end)
            if given is Given.A_TEXT:
                return True
            something = something or given is Given.SOMETHING
            a_word = a_word or given is Given.A_WORD
    if a_word and any(map(_names_a_provider, words)):
        return True
    return something and bool(_LITERAL.search(data))


def _gives_models(data: bytes) -> bool:
    """Whether a function whose name speaks of what it gives returns a text."""
    names = set(_GETTER.findall(data)) if _RETURNS.search(data) else set()
    return bool(_SPEAKING.of({GETS.sub("", name.decode()).encode() for name in names}))


@lru_cache(maxsize=32768)
def _names_a_provider(word: bytes) -> bool:
    text = word.decode("utf-8", "replace")
    return bool(keys.provider_of_word(text) or keys.provider_of_stem(keys.normal(text)))


class _Callee(Struct):
    """What has to be in a file with the last word of a known call: one of these words, or one of these in front of
    it; nothing else where neither is asked for."""

    beside: set[bytes] = field(default_factory=set)
    before: set[bytes] = field(default_factory=set)
    alone: bool = False


def _is_called(word: bytes, callee: _Callee, data: bytes, words: set[bytes]) -> bool:
    anywhere = callee.alone or not callee.beside.isdisjoint(words)
    if not anywhere and callee.before.isdisjoint(words):
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
                callee.beside.update(word.encode() for word in ({front} if plain and front else packages - {"?"}))
    for name in METHODS:
        front, _, last = name.rpartition(".")
        callee = found.setdefault(last.encode(), _Callee())
        callee.alone = callee.alone or not front
        callee.before.update({front.encode()} if front else ())
    return found, frozenset(found)


def _addresses_a_service(data: bytes) -> bool:
    from govscan.discover.config_needle import calls_a_service  # few files ask for anything

    return any(part in data for part in _MADE_UP) or calls_a_service(data)


def _starts_a_model(data: bytes) -> bool:
    from govscan.discover.config_needle import loads_models  # few files start commands

    return b"--model" in data or loads_models(data, words_of(data, dashes=True))
