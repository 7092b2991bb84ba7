"""Configurations of Keras models: layers that run code, what they import, files that they read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from govscan import limits
from govscan.bounded import hit
from govscan.evidence import Danger
from govscan.pattern import pattern
from govscan.weights.names import meaning
from govscan.weights.window import Unread, Window

_CHUNK: Final = 1 << 20
_FIRST: Final = 1 << 16
_OVERLAP: Final = 256
_BEGINS: Final = pattern(
    rb'\{\s{0,20}"(?:class_name|module|config|[^"\n]{0,40}\\u00[0-9a-fA-F]{2}[^"\n]{0,40})"\s{0,20}:'
)
_CODE: Final = {
    "Lambda": "a Lambda runs code of its own",
    "__lambda__": "a Lambda runs code of its own",
    "TorchModuleWrapper": "a TorchModuleWrapper unpickles a module of PyTorch",
    "TFSMLayer": "a TFSMLayer runs a saved model from another place",
}
_LOOKUPS: Final = frozenset({"StringLookup", "IntegerLookup", "IndexLookup", "TextVectorization", "Hashing"})
_OF_KERAS: Final = frozenset({"get_file", "load_model", "enable_unsafe_deserialization", "load_img", "extract_archive"})
"""Functions of Keras itself that reach outside."""


def keras_config(data: bytes) -> Iterator[str]:
    """The configuration of a Keras model, as it stands in its archive."""
    try:
        yield from configuration(json.loads(data))
    except (ValueError, RecursionError):
        yield "its configuration is not JSON, so that nobody can say what it runs"


def configuration(whole: Any) -> Iterator[str]:
    """What a configuration runs, imports or reads when the model is put together."""
    found = [whole]
    while found:
        each = found.pop()
        if isinstance(each, dict):
            yield from _object(each)
            found.extend(each.values())
        elif isinstance(each, list):
            found.extend(each)


def _object(each: dict[str, Any]) -> Iterator[str]:
    kind, module, settings = each.get("class_name"), each.get("module"), each.get("config")
    for name in (kind, each.get("registered_name")):
        last = name.replace(">", ".").rpartition(".")[2] if isinstance(name, str) else ""
        if last in _CODE:
            yield f"in its configuration {_CODE[last]}"
    if not isinstance(kind, str):
        return
    if isinstance(settings, dict) and kind.rpartition(".")[2] in _LOOKUPS:
        place = settings.get("vocabulary")
        if isinstance(place, str) and place:
            yield f"a {kind} in its configuration reads {place[:80]!r}"
    called = settings if kind == "function" and isinstance(settings, str) else kind
    own = not isinstance(module, str) or module.partition(".")[0] in ("keras", "tf_keras")
    if called in _OF_KERAS if own else meaning(str(module), called) is Danger.DANGEROUS:
        yield f"its configuration imports {module}.{called}"


def hdf5(window: Window) -> Iterator[str]:
    """A Keras model in HDF5. Its configuration is a text somewhere in the file, and never compressed."""
    at, after, before, count = 0, 0, b"", 0
    while at < window.size:
        if at >= limits.SEARCHED_BYTES:
            hit(f"only its first {limits.SEARCHED_BYTES >> 20} MB were searched")
            return
        chunk = window.read(at, _CHUNK)
        if not chunk:
            return
        text, start = before + chunk, at - len(before)
        for match in _BEGINS.finditer(text):
            place = start + match.start()
            if place < after:
                continue
            count += 1
            if count > limits.CONFIGS:
                hit(f"only the first {limits.CONFIGS} of its configurations were read")
                return
            length, told = _configured(window, place)
            after = place + max(length, 1)
            yield from told
        before, at = text[-_OVERLAP:], at + len(chunk)


def _configured(window: Window, place: int) -> tuple[int, Iterator[str]]:
    """How many bytes the configuration has that begins at a place, and what it does. More of it is asked for only where
    it does not end: a server is asked for every byte."""
    size, text = _FIRST, ""
    while len(text) < size <= limits.CONFIG_BYTES:
        try:
            data = window.read(place, size)
        except Unread as error:
            return len(text), _then(_broken(text), error)
        if len(data) == len(text):
            break
        text = data.decode("latin-1")  # a character a byte, so that places agree
        try:
            found, length = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            size *= 16
        else:
            return length, configuration(found)
    return len(text.partition("\0")[0]), _broken(text)


def _broken(text: str) -> Iterator[str]:
    """What a text that is no JSON speaks of."""
    readable = text.partition("\0")[0].encode("latin-1").decode("utf-8", "replace")
    return configuration([{"class_name": kind} for kind in _KIND.findall(readable)])


def _then(told: Iterator[str], error: Unread) -> Iterator[str]:
    yield from told
    raise error


_KIND: Final = pattern(r'"class_name"\s{0,20}:\s{0,20}"([^"\n]{1,200})"')
