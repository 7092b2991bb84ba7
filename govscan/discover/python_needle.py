"""The bytes of a Python file enter, whether a tree of it can name a model leaves.

Most files of a large repository speak of models and name none. Building their trees would cost ten times what looking
at their words does. What is looked for comes from the tables that the tree is read with, so a new row there needs
nothing here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from govscan.discover import keys
from govscan.discover.python_calls import CALLS, LOADING_WORDS, MENTIONING_NAMES
from govscan.discover.python_clients import CLIENTS, METHODS
from govscan.pattern import pattern

_SPACES: Final = bytes(code if code > 127 or chr(code).isalnum() or code == 95 else 32 for code in range(256))

_REQUEST: Final = (b"post(", b"request(", b"stream(", b"urlopen(", b"Request(")
_STARTERS: Final = frozenset(
    {b"subprocess", b"create_subprocess_exec", b"create_subprocess_shell", b"system", b"popen"}
)

_LITERAL: Final = pattern(
    # a name with a slash, the name of a family or a size, weights, a piece of an f-string, a constant of another module
    rb"[\"'](?:\w{1,40}:)?[A-Za-z0-9][\w.-]{0,95}/[\w.{%][^\"'\s]{0,200}[\"']|[/-]\{|\}/|%s|\.format\("
    rb"|(?:huggingface|hf|modelscope)\.c[on]|(?<![a-z])(?:[A-Z0-9_]{1,60}_)?(?:MODEL|LLM|ID|NAME|PATH)(?![a-z])"
    rb"|[\"'][^\"'\s]{0,60}(?i:gpt|claude|gemini|mistral|qwen|glm|llama|deepseek|embed|whisper|command|-base|-large"
    rb"|-small|-mini|-v\d|-\d{1,4}b|\.gguf|safetensors|\.(?:pth?|ckpt|bin|onnx|h5|keras)[\"'])"
)
_NAME: Final = pattern(
    # a name before what it is given: a call with something in front of its keywords, or an assignment, key or keyword
    rb"(?<![\w-])(?<!class )(?<!def )(?P<name>[\w-]++)"
    rb"(?:(?P<called>\()\s*(?![)\s])(?!\w++\s*=)|[\"'\]]*+[ \t]*+(?P<given>:|=(?!=)\s*+[\[({]?)"
    rb"|[\"'\]]*+(?<=[\"'])[,)])"
)

_ENUMERATION: Final = pattern(rb"\bclass \w*(?i:model|llm|embed)\w*\([^)]*Enum")
_GETTER: Final = pattern(rb"\bdef ([A-Za-z_]*(?i:model|llm|embed|deployment|tokenizer|rerank)[A-Za-z_]*)\(")
_RETURNS: Final = pattern(rb"\breturn [\"']")
GETS: Final = pattern(r"^_{0,2}(?:(?:get|default|select|choose|pick|resolve)_)+", re.IGNORECASE)
"""What stands in front of what a function gives (`get_model_name`)."""


def may_name(data: bytes) -> bool:
    """Whether a file has a known call, a request, a command that it starts, or a name that speaks of a model and a
    literal that looks like one."""
    words = set(data.translate(_SPACES).split())
    callees = _callees()
    for word in callees.keys() & words:
        if not callees[word].isdisjoint(words):
            return True
    if b"://" in data and any(request in data for request in _REQUEST):
        return True
    if not _STARTERS.isdisjoint(words) and (b"--model" in data or not _programs().isdisjoint(words)):
        return True
    if not _LITERAL.search(data):
        return False
    getters = _GETTER.findall(data) if _RETURNS.search(data) else []
    if _ENUMERATION.search(data) or any(_speaks(GETS.sub("", name.decode()).encode()) for name in set(getters)):
        return True
    return any(
        _loads(name) if called else _speaks(name) or (given.endswith((b":", b"[", b"(", b"{")) and _lists(name))
        for name, called, given in _NAME.findall(data)
    )


@cache
def _callees() -> dict[bytes, frozenset[bytes]]:
    """The last word of every known call and method, and the words of which one must be there as well: the word in
    front of it or the packages that it is imported from; itself where nothing else is asked for."""
    found: dict[str, set[str]] = {}
    for table in (CALLS, CLIENTS):
        for name, rows in table.items():
            front, _, last = name.rpartition(".")
            for row in rows:
                packages = {root.partition(".")[0] for root in row.roots}
                plain = not packages or "?" in packages
                found.setdefault(last, set()).update({front or last} if plain else packages)
    for name in METHODS:
        front, _, last = name.rpartition(".")
        found.setdefault(last, set()).add(front or last)
    return {last.encode(): frozenset(word.encode() for word in words) for last, words in found.items()}


@cache
def _programs() -> frozenset[bytes]:
    from govscan.discover.tools import PLAIN_WORDS, TOOLS  # few files start commands

    first = {name.replace(".", "-").partition("-")[0] for name in TOOLS}
    return frozenset(word.encode() for word in first - PLAIN_WORDS)


@lru_cache(maxsize=16384)
def _speaks(name: bytes) -> bool:
    return keys.stem_of_model_key(keys.normal(name.decode("utf-8", "replace"))) is not None


@lru_cache(maxsize=16384)
def _lists(name: bytes) -> bool:
    lower = name.decode("utf-8", "replace").lower()
    return any(word in lower for word in MENTIONING_NAMES)


@lru_cache(maxsize=16384)
def _loads(name: bytes) -> bool:
    lower = name.decode("utf-8", "replace").lower()
    return any(word in lower for word in LOADING_WORDS)
