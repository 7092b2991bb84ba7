"""A large tree, read by several processes: the same files, the same answer, on as many cores as there are.

The others are forked from this process where that is safe (Linux, and no thread but this one); elsewhere they are this
very program, started anew without the folder at hand on its path. Each takes the next few files from one queue, a pipe
that all of them read, so that none waits for another; what they find comes back as MessagePack. What a process took
and did not answer for, or what none took, this process reads itself.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec

from govscan.bounded import may_be_killed
from govscan.discover import SELDOM, Part, read_files
from govscan.recorder import keep_silent

MAX_PROCESSES: Final = 4  # each of them needs memory for its own tables
_CHUNK: Final = 16  # neighbors stay together, so that modules that import from one another are parsed once
_MAX_CHUNKS: Final = 1000  # their numbers fit into the smallest pipe, so that writing them never waits
_NUMBER: Final = 4  # bytes


class _Helper(NamedTuple):
    """Another process: where its answer comes from, and how it ended."""

    answer: IO[bytes]
    wait: Callable[[], int]


def read_together(root: Path, paths: Sequence[str]) -> Part:
    """As `read_files`."""
    count = max(1, min(MAX_PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1))
    plain = [path for path in paths if _plain(path)]
    size = max(_CHUNK, len(plain) // _MAX_CHUNKS + 1)
    chunks = [plain[first : first + size] for first in range(0, len(plain), size)]
    queue = _queue(len(chunks))
    taken: list[int] = []
    try:
        started = [_start(root, chunks, queue) for _ in range(count - 1)]
        parts = [read_files(root, _dealt(queue, chunks, taken))]
    finally:
        os.close(queue)
    for helper in started:
        read, part = _finish(helper)
        taken.extend(read)
        parts.append(part)
    known = set(taken)
    left = [path for number, chunk in enumerate(chunks) if number not in known for path in chunk]
    parts.append(read_files(root, [*left, *(path for path in paths if not _plain(path))]))
    return _joined(parts)


def _joined(parts: Sequence[Part]) -> Part:
    whole = Part()
    for part in parts:
        whole.references.extend(part.references)
        whole.problems.extend(part.problems)
        whole.reasons.update(part.reasons)
        whole.read += part.read
    return whole


def _plain(path: str) -> bool:
    """Whether a name can be written as UTF-8; others are read here."""
    return path.isascii() or path.encode("utf-8", "replace").decode() == path


def _queue(count: int) -> int:
    """A pipe that holds the numbers of all chunks and ends behind them."""
    queue, entry = os.pipe()
    os.write(entry, b"".join(number.to_bytes(_NUMBER, "little") for number in range(count)))
    os.close(entry)
    return queue


def _dealt(queue: int, chunks: Sequence[Sequence[str]], taken: list[int]) -> Iterator[str]:
    """The paths of the chunks that this process takes, whose numbers are noted in `taken`."""
    while number := os.read(queue, _NUMBER):
        taken.append(int.from_bytes(number, "little"))
        yield from chunks[taken[-1]]


def _start(root: Path, chunks: Sequence[Sequence[str]], queue: int) -> _Helper | None:
    try:
        return _forked(root, chunks, queue) if _may_fork() else _anew(root, chunks, queue)
    except OSError:
        return None


def _may_fork() -> bool:
    return sys.platform == "linux" and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1


def _forked(root: Path, chunks: Sequence[Sequence[str]], queue: int) -> _Helper:
    answer, entry = os.pipe()
    number = os.fork()
    if not number:
        try:
            os.close(answer)
            with open(entry, "wb") as pipe:
                _answer(root, chunks, queue, pipe)
            os._exit(0)
        finally:  # whatever it was, this process reads those files
            os._exit(1)
    os.close(entry)
    return _Helper(open(answer, "rb"), lambda: os.waitpid(number, 0)[1])


def _anew(root: Path, chunks: Sequence[Sequence[str]], queue: int) -> _Helper:
    """-I: no module of the scanned folder, which may be the working directory, is ever imported."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", "from govscan.discover.crew import work; work()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(queue,),
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        with process.stdin as pipe:
            pipe.write(msgspec.msgpack.encode((str(root.absolute()), chunks, queue)))
    except OSError:  # it ended already; so it is found when its answer is asked for
        pass
    return _Helper(process.stdout, process.wait)


def _finish(helper: _Helper | None) -> tuple[list[int], Part]:
    """Which chunks a process has read, and what it found there."""
    if helper is None:
        return [], Part()
    with helper.answer as pipe:
        answer = pipe.read()
    try:
        if helper.wait() == 0:
            return msgspec.msgpack.decode(answer, type=tuple[list[int], Part])
    except (msgspec.DecodeError, ValueError):
        pass
    return [], Part()


def work() -> None:
    """What a process that was started anew does: a root, chunks and a queue on stdin, its answer on stdout."""
    root, chunks, queue = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=tuple[str, list[list[str]], int])
    _answer(Path(root), chunks, queue, sys.stdout.buffer)


def _answer(root: Path, chunks: Sequence[Sequence[str]], queue: int, pipe: IO[bytes]) -> None:
    """Read files; write what was taken, and a `Part`."""
    may_be_killed()
    keep_silent()
    gc.set_threshold(*SELDOM)
    taken: list[int] = []
    part = read_files(root, _dealt(queue, chunks, taken))
    pipe.write(msgspec.msgpack.encode((taken, part)))
    pipe.flush()
