"""The header of a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): whether it can be what it
says, and the chat template in it. Read from front to back, as far as the keys go."""

from __future__ import annotations

import struct
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.weights.window import CutOff, Reader, Unread, Window

TEMPLATES: Final = "tokenizer.chat_template"

_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_TEXT, _ARRAY = 8, 9


class Gguf(Struct):
    """The chat templates by their keys, and why the header could not be read to its end."""

    templates: list[tuple[str, str]]
    trouble: str = ""


class _Wrong(Exception):  # noqa: N818 - says what it is
    """What no GGUF file has."""


def read_gguf(window: Window) -> Gguf:
    """The keys of a file that begins with the mark of GGUF."""
    found = Gguf([])
    reader = Reader(window, 4)
    try:
        (version,) = struct.unpack("<I", reader.take(4))
        if version not in (2, 3):
            raise _Wrong(f"its version is {version}")
        tensors, keys = struct.unpack("<QQ", reader.take(16))
        if keys > limits.GGUF_KEYS or tensors > window.size // 24:
            raise _Wrong(f"it says that it has {keys:,} keys and {tensors:,} tensors")
        left = limits.GGUF_WORDS
        for _ in range(keys):
            key = _text(reader, 4_096).decode("utf-8", "replace")
            (kind,) = struct.unpack("<I", reader.take(4))
            left = _value(reader, key, kind, found, left)
    except CutOff:
        found.trouble = "its header is cut off"
    except Unread:
        pass  # the window says why
    except _Wrong as error:
        found.trouble = f"its header cannot be: {error}"
    return found


def _value(reader: Reader, key: str, kind: int, found: Gguf, left: int) -> int:
    """Pass over a value; how many texts of arrays may still be passed over."""
    if kind in _SIZES:
        reader.skip(_SIZES[kind])
    elif kind == _TEXT:
        wanted = key == TEMPLATES or key.startswith(f"{TEMPLATES}.")
        text = _text(reader, limits.CHAT_TEMPLATE_BYTES if wanted else 0)
        if wanted and len(text) >= limits.CHAT_TEMPLATE_BYTES:
            hit(f"its chat template has more than {limits.CHAT_TEMPLATE_BYTES:,} bytes, the rest is not read")
        if wanted:
            found.templates.append((key, text.decode("utf-8", "replace")))
    elif kind == _ARRAY:
        inner, count = struct.unpack("<IQ", reader.take(12))
        if inner in _SIZES:
            reader.skip(count * _SIZES[inner])
        elif inner == _TEXT and count <= left:
            _pass_over(reader, count)
            return left - int(count)
        else:
            raise _Wrong(f"{key[:80]!r} is an array of {count:,} values of the kind {inner}")
    else:
        raise _Wrong(f"{key[:80]!r} is of the unknown kind {kind}")
    return left


def _pass_over(reader: Reader, count: int) -> None:
    """Texts of an array, such as a vocabulary of hundreds of thousands of words: a tight loop over large chunks."""
    length = struct.Struct("<Q").unpack_from
    at, size = reader.at, reader.window.size
    chunk, start, first = b"", at, at
    for number in range(count):
        place = at - start
        if place + 8 > len(chunk):
            left = (at - first) // max(number, 1) * (count - number)
            near = reader.window.near(at, 2 * left + 8 * count)  # numbers and merges follow, as long as the words
            chunk, start, place = reader.window.read(at, max(8, min(1 << 20, near))), at, 0
            if len(chunk) < 8:
                raise CutOff
        at += 8 + length(chunk, place)[0]
        if at > size:
            raise CutOff
    reader.skip(at - reader.at)


def _text(reader: Reader, wanted: int) -> bytes:
    """At most `wanted` bytes of a text, which is passed over as a whole."""
    (length,) = struct.unpack("<Q", reader.take(8))
    if length > reader.window.size - reader.at:
        raise CutOff
    kept = reader.take(min(length, wanted)) if wanted else b""
    reader.skip(length - len(kept))
    return kept
