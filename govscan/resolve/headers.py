"""The first bytes of a weight file enter, what its header says of the model leaves. Nothing is loaded, nothing is run.

safetensors: eight bytes of length, then JSON (https://github.com/huggingface/safetensors#format). GGUF: counts, then
typed keys and values (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). Everything in them is hostile.
"""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from govscan import limits
from govscan.evidence import Header
from govscan.pattern import pattern
from govscan.regular import opened

SUFFIXES: Final = (".safetensors", ".gguf")
SHARD: Final = pattern(r"-[0-9]{5}-of-[0-9]{5}(?=\.)")
"""What the names of the parts of one model differ in."""

_EARLY: Final = pattern(rb'\{\s{0,8}"__metadata__"\s{0,8}:\s{0,8}(\{(?:[^"{}]|"(?:[^"\\]|\\.)*+")*+\})', re.DOTALL)
_KEPT: Final = pattern(
    r"general\.(?:name|architecture|organization|tags|license(?:\.name|\.link)?|source\.|dataset"
    r"|base_model\.(?:count$|\d{1,3}\.(?:name|organization|version|repo_url)$))|license|base_model|modelspec\.|format$",
    re.IGNORECASE,
)
_FIXED: Final = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _ARRAY = 8, 9


class _Broken(Exception):  # noqa: N818 - a header that is not what it should be
    """Why a header cannot be read on."""


def telling(names: Iterable[str]) -> str | None:
    """The weight file whose header says most of a model: a GGUF file, a projector last, else the first part in
    safetensors; None where there is neither."""
    found = [name for name in names if name.lower().endswith(SUFFIXES)]

    def order(name: str) -> tuple[bool, bool, int, str]:
        return not name.lower().endswith(".gguf"), "mmproj" in name.lower(), name.count("/"), name

    return min(found, key=order, default=None)


def read_header(path: Path, name: str) -> Header | None:
    """The header of the weight file at `path`, which is called `name`; None for a file of another format or one that
    cannot be opened."""
    if not name.lower().endswith(SUFFIXES):
        return None
    try:
        with opened(path) as file:
            return header_of(name, file.read(limits.HEADER_BYTES))
    except OSError:
        return None


def header_of(name: str, head: bytes) -> Header | None:
    """The header that begins a file called `name`, of which `head` are the first bytes."""
    low = name.lower()
    if low.endswith(".safetensors"):
        return _safetensors(name, head)
    return _gguf(name, head) if low.endswith(".gguf") else None


# --- safetensors ----------------------------------------------------------------------------------------------------


def _safetensors(name: str, head: bytes) -> Header:
    if len(head) < 8:
        return Header(name, "safetensors", (), "the file is shorter than a header")
    (length,) = struct.unpack_from("<Q", head)
    if length > len(head) - 8:
        early = _EARLY.match(head, 8) if length < limits.SAFETENSORS_HEADER_BYTES else None
        if early:  # what is said of the model stands in front of the list of tensors
            with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                return _header(name, "safetensors", msgspec.json.decode(early[1], type=dict[str, str]).items())
        reason = (
            "its header is longer than what is read" if len(head) >= limits.HEADER_BYTES else "its header is cut off"
        )
        return Header(name, "safetensors", (), f"{reason} ({length:,} bytes)")
    try:
        data = msgspec.json.decode(head[8 : 8 + length], type=dict[str, msgspec.Raw])
        meta = msgspec.json.decode(data["__metadata__"], type=dict[str, str]) if "__metadata__" in data else {}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return Header(name, "safetensors", (), f"its header is not JSON as it should be: {error}"[:200])
    return _header(name, "safetensors", meta.items())


# --- GGUF -----------------------------------------------------------------------------------------------------------


def _gguf(name: str, head: bytes) -> Header:
    found: list[tuple[str, str]] = []
    trouble = ""
    try:
        if head[:4] != b"GGUF":
            raise _Broken("it does not begin as a GGUF file does")
        version, _, count = _unpacked("<IQQ", head, 4)
        if version not in (2, 3):
            raise _Broken(f"GGUF version {version} is not known")
        at = 24
        for _ in range(min(count, limits.HEADER_KEYS)):
            key, at = _string(head, at)
            (kind,) = _unpacked("<I", head, at)
            value, at = _value(head, at + 4, kind)
            if value is not None:
                found.append((key, value))
        if count > limits.HEADER_KEYS:
            trouble = f"only the first {limits.HEADER_KEYS:,} of its {count:,} keys were read"
    except _Broken as error:
        trouble = str(error)
    if trouble == _CUT and len(head) >= limits.HEADER_BYTES:
        trouble = _LONG
    header = _header(name, "gguf", found, trouble)
    # A vocabulary of hundreds of thousands of words follows the general keys: where they named the license, the end
    # is not waited for.
    return replace(header, trouble="") if trouble in (_CUT, _LONG) and header.get("general.license") else header


_CUT: Final = "its header is cut off"
_LONG: Final = f"its header goes on beyond the first {limits.HEADER_BYTES >> 20} MB, which are read"


def _unpacked(form: str, head: bytes, at: int) -> tuple[int, ...]:
    if at + struct.calcsize(form) > len(head):
        raise _Broken(_CUT)
    return struct.unpack_from(form, head, at)


def _string(head: bytes, at: int) -> tuple[str, int]:
    (length,) = _unpacked("<Q", head, at)
    end = at + 8 + length
    if end > len(head):
        raise _Broken(_CUT)
    return head[at + 8 : min(end, at + 8 + 4 * limits.HEADER_VALUE)].decode("utf-8", errors="replace"), end


def _value(head: bytes, at: int, kind: int) -> tuple[str | None, int]:
    """A text or number as text, None for what is passed over; and where the next key begins."""
    if kind == _TEXT:
        return _string(head, at)
    if kind in _FIXED:
        (number,) = _unpacked(_FIXED[kind], head, at)
        return str(number), at + struct.calcsize(_FIXED[kind])
    if kind != _ARRAY:
        raise _Broken(f"its header holds a value of the unknown kind {kind}")
    (inner,) = _unpacked("<I", head, at)
    (count,) = _unpacked("<Q", head, at + 4)
    at += 12
    if inner in _FIXED:
        end = at + count * struct.calcsize(_FIXED[inner])
        if end > len(head):
            raise _Broken(_CUT)
        return None, end
    if inner != _TEXT:
        raise _Broken("its header holds arrays in arrays")
    words = []
    for number in range(count):
        word, at = _string(head, at)
        if number < 8:
            words.append(word)
    return ", ".join(words), at


def _shortened(value: str) -> str:
    return value if len(value) <= limits.HEADER_VALUE else value[: limits.HEADER_VALUE] + "..."


def _header(name: str, kind: str, pairs: Iterable[tuple[str, str]], trouble: str = "") -> Header:
    """What says who made the model, in the order of the file. Bounded: what speaks of the license stays."""
    kept = [(key[:100], _shortened(value)) for key, value in pairs if _KEPT.match(key)]
    keys = [key for key, _ in kept]
    twice = next((key for key in dict.fromkeys(keys) if keys.count(key) > 1), "") if len(keys) < 1_000 else ""
    if len(kept) > limits.HEADER_ENTRIES:
        trouble = trouble or f"only {limits.HEADER_ENTRIES} of its {len(kept):,} entries were kept"
        kept = sorted(kept, key=lambda entry: "license" not in entry[0])[: limits.HEADER_ENTRIES]
    elif twice:
        trouble = trouble or f"it gives {twice} more than once"
    return Header(name, kind, tuple(kept), trouble)
