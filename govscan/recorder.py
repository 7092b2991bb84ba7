"""Which inputs are being read is written down where it outlives the process; see `govscan.isolation` for what for.

A room that hands a stranger's input to a parser does so inside of `reading`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

ROOM = 64 * 1024  # bytes of a record
_NAME = 2000  # bytes of a name that are kept
_COUNT = 4  # bytes


class Fell(Exception):  # noqa: N818 - says what happened
    """The input ended the process that read it, earlier in this run."""


class Record(Protocol):
    """Memory that another process can look into: a `mmap`, or anything of `ROOM` bytes."""

    def __setitem__(self, key: slice, value: bytes, /) -> None: ...


class _Recorder:
    def __init__(self) -> None:
        self.record: Record | None = None
        self.fallen: Mapping[bytes, str] = {}
        self.read: dict[int, bytes] = {}  # the innermost input of each thread
        self.lock = threading.Lock()

    def note(self, name: bytes | None) -> bytes | None:
        """Set what this thread reads; gives what it read before."""
        if self.record is None:
            return None
        me = threading.get_ident()
        with self.lock:
            before = self.read.pop(me, None)
            if name is not None:
                self.read[me] = name
            data = b"\0".join(self.read.values())[: ROOM - _COUNT]
            self.record[: _COUNT + len(data)] = len(data).to_bytes(_COUNT, "little") + data
        return before


_recorder = _Recorder()


def write_down(record: Record, fallen: Mapping[bytes, str]) -> None:
    """From now on, write into `record` what is read, and leave out the inputs in `fallen`, each with the sentence that
    says why."""
    _recorder.record, _recorder.fallen = record, fallen
    _recorder.read.clear()


def keep_silent() -> None:
    """Write nothing down any more: the record belongs to the process that this one was forked from. What has fallen
    is still left out."""
    _recorder.record = None


def written(record: bytes) -> tuple[bytes, ...]:
    """The inputs that were being read when the process that wrote `record` ended."""
    data = record[_COUNT : _COUNT + int.from_bytes(record[:_COUNT], "little")]
    return tuple(data.split(b"\0")) if data else ()


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Read the input that is called `name` inside, in the same words each time it is read. What it brings down is the
    innermost input.

    Raises:
        Fell: it is not to be read again.
    """
    key = name.encode("utf-8", "surrogatepass")[:_NAME].replace(b"\0", b"\1")
    if key in _recorder.fallen:
        raise Fell(_recorder.fallen[key])
    before = _recorder.note(key)
    try:
        yield
    finally:
        _recorder.note(before)
