"""Weight formats that are no pickles: what in them runs code, reaches outside, or cannot be as it says."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final

from govscan import limits
from govscan.bounded import hit
from govscan.evidence import Danger
from govscan.pattern import pattern
from govscan.weights.names import meaning
from govscan.weights.window import Window

_SIZES: Final = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "F8_E8M0": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8, "C64": 8,
}  # fmt: skip
_LAMBDA: Final = (b'"class_name": "Lambda"', b'"class_name":"Lambda"', b'"__lambda__"')
_OPERATIONS: Final = (
    "ReadFile", "WriteFile", "PyFunc", "PyFuncStateless", "EagerPyFunc", "MatchingFiles", "ImmutableConst",
    "SaveDataset", "SaveDatasetV2", "DatasetToTFRecord", "WholeFileReader", "WholeFileReaderV2", "DecodeProtoV2",
)  # fmt: skip


def tensorflow(window: Window) -> Iterator[str]:
    """A graph of TensorFlow: operations that touch files or call Python."""
    operations = {b"\x12" + bytes([len(name)]) + name.encode(): name for name in _OPERATIONS}
    for mark in _held(window, (*operations, *_LAMBDA)):
        if mark in operations:
            yield f"the graph has the operation {operations[mark]}"
        else:
            yield "a Lambda in the metadata runs code of its own"


_SCRIPT: Final = pattern(rb"torch\.(?:save|load|from_file)\(|ops\.aten\.(?:save|load|from_file)\b")
_TARGET: Final = pattern(rb"_target_[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z_][\w.]{1,200})")


def member(name: str, window: Window) -> Iterator[str]:
    """A text in an archive of weights: code of TorchScript that touches files, a configuration that names what is to be
    called (Hydra's `_target_`)."""
    small = name.lower()
    if small.endswith(".py") and "code/" in small:
        if _SCRIPT.search(window.read(0, limits.CONFIG_BYTES)):
            yield "its code writes or reads files"
    elif small.endswith((".yaml", ".yml")):
        for match in _TARGET.finditer(window.read(0, limits.CONFIG_BYTES)):
            module, _, called = match[1].decode().rpartition(".")
            if meaning(module, called) is Danger.DANGEROUS:
                yield f"its configuration calls {module}.{called}"
    elif small.endswith("mar-inf/manifest.json"):
        yield "it is an archive of a model server, which runs the handler in it"


def _held(window: Window, marks: Sequence[bytes]) -> Iterator[bytes]:
    """Those of some marks that a file has, each once, as they come: one pass for all of them."""
    left, longest, at, before = list(marks), max(map(len, marks)), 0, b""
    while left and at < window.size:
        if at >= limits.SEARCHED_BYTES:
            hit(f"only its first {limits.SEARCHED_BYTES >> 20} MB were searched")
            return
        chunk = window.read(at, 1 << 20)
        if not chunk:
            return
        both = before + chunk
        found = [mark for mark in left if mark in both]
        left = [mark for mark in left if mark not in found]
        yield from found
        before, at = both[-longest:], at + len(chunk)


def safetensors(window: Window) -> Iterator[str]:
    """What is wrong with the header: lengths, places that overlap or leave gaps, sizes that do not fit."""
    head = window.read(0, 8)
    if len(head) < 8:
        yield "it is shorter than a header"
        return
    (length,) = struct.unpack("<Q", head)
    if length > limits.SAFETENSORS_HEADER_BYTES or length > window.size - 8:
        yield f"its header says that it has {length:,} bytes, which cannot be"
        return
    try:
        told = json.loads(window.read(8, length), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        yield f"its header is not as it should be: {str(error)[:120]}"
        return
    if not isinstance(told, dict):
        yield "its header is no list of tensors"
        return
    parts = []
    for name, tensor in told.items():
        if name != "__metadata__":
            part = _tensor(tensor)
            if part is None:
                yield f"its tensor {name[:80]!r} has a size that does not fit its type and shape"
                return
            parts.append(part)
    parts.sort()
    at = 0
    for start, end in parts:
        if start != at:
            yield "its tensors overlap, or leave a gap between them"
            return
        at = end
    if at != window.size - 8 - length:
        yield f"its tensors end at byte {at + 8 + length:,}, the file at byte {window.size:,}"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _tensor(told: Any) -> tuple[int, int] | None:
    if not isinstance(told, dict):
        return None
    shape, places = told.get("shape"), told.get("data_offsets")
    if not (isinstance(shape, list) and isinstance(places, list) and len(places) == 2):
        return None
    if not all(isinstance(each, int) and not isinstance(each, bool) and each >= 0 for each in (*shape, *places)):
        return None
    kind = told.get("dtype")
    size = _SIZES.get(kind) if isinstance(kind, str) else None
    start, end = places
    if size is None:  # a type that is newer than this list
        return (start, end) if start <= end else None
    for each in shape:
        size *= each
        if size > 1 << 62:
            return None
    return (start, end) if end - start == size else None


def onnx(window: Window) -> Iterator[str]:
    """Places outside of the model's folder that its tensors are read from, and operations that call Python."""
    left = [limits.ONNX_FIELDS]
    for number, start, size in _fields(window, 0, window.size, left):
        if number == 7:  # the graph
            yield from _graph(window, start, size, left)


def _graph(window: Window, start: int, size: int, left: list[int]) -> Iterator[str]:
    for number, at, length in _fields(window, start, start + size, left):
        if number == 5:  # a tensor
            for inner, entry, entry_size in _fields(window, at, at + length, left):
                if inner == 13:  # a key and a value of where its data lie
                    inside = _fields(window, entry, entry + entry_size, left)
                    pair = {key: window.read(where, min(count, 4_096)) for key, where, count in inside}
                    place = pair.get(2, b"").decode("utf-8", "replace")
                    if pair.get(1) == b"location" and _outside(place):
                        yield f"a tensor is read from outside of its folder: {place[:120]}"
        elif number == 1:  # a node
            for inner, entry, entry_size in _fields(window, at, at + length, left):
                if inner == 4 and window.read(entry, min(entry_size, 64)) in (b"PyOp", b"PyFunc"):
                    yield "a node calls Python"


def _outside(place: str) -> bool:
    parts = place.replace("\\", "/").split("/")
    return ".." in parts or place.startswith(("/", "\\")) or place[1:2] == ":"


def _fields(window: Window, at: int, end: int, left: list[int]) -> Iterator[tuple[int, int, int]]:
    """The fields of a protobuf message that have a length: number, place and size of each."""
    while at < end:
        if left[0] <= 0:
            hit(f"only its first {limits.ONNX_FIELDS:,} fields were read")
            return
        left[0] -= 1
        key, at = _varint(window, at)
        kind = key & 7
        if kind == 0:
            _, at = _varint(window, at)
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            size, at = _varint(window, at)
            if at + size > end:
                return
            yield key >> 3, at, size
            at += size
        else:
            return


def _varint(window: Window, at: int) -> tuple[int, int]:
    found = shift = 0
    for byte in window.read(at, 10):
        at += 1
        found |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return found, at
    return found, at + 1
