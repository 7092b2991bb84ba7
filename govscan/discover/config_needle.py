"""The bytes of a configuration file or script enter, whether it can name a model leaves.

Such files are many and large, and most that hold the word "model" hold it in prose. Here a name that speaks of a
model has to be given something, or a program that loads models, or the address of one, has to be there; only then the
file is parsed. What counts comes from the tables that the parsed file is read with.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from govscan.discover import classify, keys, runs
from govscan.discover.embedded import is_file_name
from govscan.discover.lexicon import Lexicon, ends_of, words_of
from govscan.discover.literals import SERVED
from govscan.discover.needles import Needle
from govscan.discover.signatures import WEIGHT_SUFFIXES
from govscan.discover.tools import ADDRESS_READERS, TOOLS
from govscan.discover.tree_shapes import ASKED_BY
from govscan.pattern import pattern


def _hump(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


_HUBS: Final = (
    b"huggingface.co/",
    b"hf.co/",
    b"hf-mirror.com/",
    b"modelscope.c",
    b"hf://",
    b"ollama.com/",
    b"models:/",
)
_HOST: Final = pattern(rb"://([\w.-]{3,200}(?::\d{2,5})?)")
_GIVEN: Final = pattern(rb"(?:\.[\w.-]{1,40})?+[\\\"'\]})]*+[ \t]*+(?::(?!//)|[?+]?=|(?<=[ \t])[\"'(@]|-[\w.]*[/\d])")
_NOTHING: Final = pattern(
    rb"[\\\"'\]})]*+[ \t]*+[:=][ \t]*+(?:null|true|false|~|-?\d[\d.]*|\"\"|''|\{\}|\[\])[ \t]*+[,}\r\n]"
)
_NAMED: Final = pattern(rb"(?:name|NAME|Name|ENV|ARG|Env|Arg)[\\\"']*+[ \t]*+[:= ][ \t]*+[\\\"']*+\Z")
_SHORT_FLAG: Final = pattern(rb"(?<![\w-])-(?:m|md|mm|mu|mmu|hf\w{0,4})(?![\w-])")
_JSON_KEY: Final = pattern(rb"\"([\w. -]{1,80})\\?\"[ \t\r\n]{0,20}:")
_JSON_NAME: Final = pattern(rb"\"(?i:name)\"[ \t]*:[ \t]*\"([\w.-]{1,80})\"")
_HUB_WORDS: Final = frozenset(
    spelling.encode()
    for name, provider in keys.PROVIDER_WORDS.items()
    if provider in ("huggingface", "modelscope") and name not in ("transformers", "sentence_transformers")
    for spelling in {
        name,
        name.replace("_", "-"),
        name.replace("_", ""),
        name.upper(),
        name.title(),
        "vLLM",
        "HuggingFace",
    }
)
"""What stands beside the repository of a model whose key does not speak of models (`type: huggingface`)."""
_PROVIDER_KEYS: Final = frozenset(
    spelling.encode()
    for name, kind in keys.SETTINGS.items()
    if kind == "provider"
    for spelling in (name, name.replace("_", "-"), name.upper(), name.title(), _hump(name))
)
_RUNNING: Final = frozenset(
    spelling.encode()
    for name in (*runs.WORDS, *runs.LINES, *runs.ENVIRONMENTS)
    for spelling in (name, name.replace("_", "-"), name.replace("_", ""), name.title(), _hump(name))
)
_YAML_KEY: Final = pattern(rb"(?i:_ya?ml)\\?\"[ \t]{0,20}:")
_YAML_INSIDE: Final = pattern(rb"(?:\"|\\n)[ -]{0,40}[\w.-]{0,80}(?i:model|llm)[\w.-]{0,80}:[ \t]")
_ADDRESSES: Final = pattern(
    "|".join(sorted({name.split("_")[0] for name, kind in keys.SETTINGS.items() if kind == "endpoint"}))
)
_WEIGHT_FILE: Final = Needle(
    b"[\\w}](?i:" + b"|".join(re.escape(suffix).encode() for suffix in WEIGHT_SUFFIXES) + rb")(?:[\s\"')]|$)"
)
_FILE_OF_WEIGHTS: Final = Needle(
    rb"https?://[^\s\"'/]{1,100}/[^\s\"']{1,300}\.(?:gguf|ggml|safetensors|pth?|ckpt|onnx)\b"
)
_ROUTES: Final = tuple(f"{name}:".encode() for name in ASKED_BY.split("|"))
_ROUTED: Final = Needle(rb"\b(?:" + ASKED_BY.encode() + rb"):(?:[a-z]{1,20}:)?(?:" + SERVED + rb")")
_TYPED: Final = Needle(rb"model_type[\"']?\s*[:=]\s*[\"']?(?:" + SERVED + rb")")
_NAMED_ONE: Final = Needle(rb"\bname\\?[\"']?\s*:\s*\\?[\"']?(?:" + SERVED + rb")")
"""What is only called a name, and is that of a hosted model."""
_LOOK_BACK: Final = 24  # bytes in front of a name


def may_name(data: bytes, is_json: bool = False) -> bool:
    """Whether a file can name a model: where this denies it, no parsed tree would tell of one. Of JSON only keys and
    what names a variable are looked at: most large files are data."""
    if any(hub in data for hub in _HUBS):
        return True
    if b"://" in data and calls_a_service(data):
        return True
    if b"provider" in data and _NAMED_ONE.search(data):
        return True
    if b"://" in data and _FILE_OF_WEIGHTS.search(data):
        return True
    if any(route in data for route in _ROUTES) and _ROUTED.search(data):
        return True
    if b"model_type" in data and _TYPED.search(data):
        return True
    if is_json:
        words = {*_JSON_KEY.findall(data), *_JSON_NAME.findall(data)}
        words |= {part for word in words if b"." in word or b" " in word for part in re.split(rb"[. ]", word)}
        if words.isdisjoint(_RUNNING) and not _YAML_KEY.search(data) and not _holds_files(data, words):
            hub = not words.isdisjoint(_PROVIDER_KEYS) and any(b'"%s"' % name in data for name in _HUB_WORDS)
            return hub or bool(_SPEAKING.of(words))
    if b"\\n" in data:  # of a file in a text: "a: 1\\nmodel: ..."
        data = data.replace(b"\\n", b"\n")
    words = words_of(data, dashes=True)
    if not words.isdisjoint(_PROVIDER_KEYS) and not words.isdisjoint(_HUB_WORDS):
        return True
    return may_run(data, words)


def _holds_files(data: bytes, words: set[bytes]) -> bool:
    """Whether a text of JSON is a file by itself: one under the name of a file, or with keys of YAML."""
    if b"\\n" not in data:
        return False
    names = (word for word in words if b"." in word or word.lower().endswith(b"file"))
    return bool(_YAML_INSIDE.search(data)) or any(is_file_name(name.decode("utf-8", "replace")) for name in names)


def may_run(data: bytes, words: set[bytes] | None = None) -> bool:
    """The same for a script, which has no keys and values around its names."""
    if words is None:
        if any(hub in data for hub in _HUBS) or (b"://" in data and calls_a_service(data)):
            return True
        if b" --" in data and _WEIGHT_FILE.search(data):
            return True  # an option of whatever program can be given it
        words = words_of(data, dashes=True)
    return loads_models(data, words) or any(
        _is_given(data, end, word) for word, _ in _SPEAKING.of(words) for end in ends_of(word, data, dashes=True)
    )


def _speaks(word: bytes) -> bool:
    text = word.decode("utf-8", "replace")
    small = text.lower()
    if keys.may_hold_a_model(small) and keys.stem_of_model_key(keys.normal(text)) is not None:
        return True
    name = keys.normal(text)
    if keys.configures_a_model(name):
        return True
    if not _ADDRESSES.search(small):
        return False
    setting = keys.setting_of(name)
    return setting is not None and setting[0] == "endpoint" and name not in ("url", "host")


_SPEAKING: Final = Lexicon(_speaks)


def _is_given(data: bytes, end: int, word: bytes) -> bool:
    """Whether a name that ends here is a key, a variable or an option that has a value."""
    start = end - len(word)
    if word.startswith(b"-") or data[start - 2 : start] == b"--":
        return True
    if _GIVEN.match(data, end):
        return not _NOTHING.match(data, end)
    return _NAMED.search(data, max(0, start - _LOOK_BACK), start) is not None


def loads_models(data: bytes, words: set[bytes]) -> bool:
    """Whether a program that loads models is started, or fetches weights."""
    verbs, plain, readers = _programs()
    for program in words & verbs.keys():
        if not verbs[program].isdisjoint(words):
            return True
    if not words.isdisjoint(plain) and _SHORT_FLAG.search(data):
        return True
    if not words.isdisjoint(readers):
        small = data.lower()
        if any(suffix.encode() in small for suffix in WEIGHT_SUFFIXES):
            return True
    return b"python" in data and _holds_python(data)


def starts_a_model(data: bytes) -> bool:
    """Whether one of the commands that a program starts can be given a model."""
    return b"--model" in data or loads_models(data, words_of(data, dashes=True))


def _holds_python(data: bytes) -> bool:
    from govscan.discover import python  # few files hold programs

    return (b"<<" in data or b"-c" in data) and bool(python.NEEDLE.search(data))


@cache
def _programs() -> tuple[dict[bytes, frozenset[bytes]], frozenset[bytes], frozenset[bytes]]:
    """By the first word of a program its subcommands; the programs without any; those that fetch addresses."""
    verbs: dict[bytes, set[bytes]] = {}
    plain = set()
    for name, tool in TOOLS.items():
        word = re.split(r"[.]", name)[0].encode()
        if tool.verbs:
            verbs.setdefault(word, set()).update(verb[0].encode() for verb in tool.verbs)
        elif tool.positionals:
            verbs.setdefault(word, set()).add(word)
        else:
            plain.add(word)
    readers = frozenset(name.partition(".")[0].encode() for name in ADDRESS_READERS if name != "add")
    return {word: frozenset(found) for word, found in verbs.items()}, frozenset(plain), readers


def calls_a_service(data: bytes) -> bool:
    return any(map(_is_service, set(_HOST.findall(data))))


@lru_cache(maxsize=16384)
def _is_service(host: bytes) -> bool:
    return classify.provider_of_url("http://" + host.decode("ascii", "replace")) is not None
