"""A large tree, read by several processes: the same files, the same answer, on as many cores as there are.

The others are this very program, started anew without the folder at hand on its path; what they find comes back as
MessagePack. Where one cannot be started, or fails, this process reads its share itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from govscan.discover import Part, read_files

MAX_PROCESSES: Final = 4  # each of them needs memory for its own tables
_CHUNK: Final = 16  # neighbors stay together, so that modules that import from one another are parsed once


def read_together(root: Path, paths: Sequence[str]) -> Part:
    """As `read_files`. Shares are dealt out in small chunks, since large files lie together."""
    count = max(1, min(MAX_PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1))
    shares: list[list[str]] = [[] for _ in range(count)]
    for number in range(0, len(paths), _CHUNK):
        for path in paths[number : number + _CHUNK]:
            shares[number // _CHUNK % count if _plain(path) else 0].append(path)
    started = [(share, _start(root, share)) for share in shares[1:]]
    whole = read_files(root, shares[0])
    for share, process in started:
        part = _finish(process) or read_files(root, share)
        whole.references.extend(part.references)
        whole.problems.extend(part.problems)
        whole.reasons.update(part.reasons)
        whole.read += part.read
    return whole


def _plain(path: str) -> bool:
    """Whether a name can be written as UTF-8; others are read here."""
    return path.isascii() or path.encode("utf-8", "replace").decode() == path


def _start(root: Path, share: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """-I: no module of the scanned folder, which may be the working directory, is ever imported."""
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", "from govscan.discover.crew import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
    assert process.stdin is not None
    try:
        with process.stdin as pipe:
            pipe.write(msgspec.msgpack.encode((str(root.absolute()), list(share))))
    except OSError:  # it ended already; so it is found when its answer is asked for
        pass
    process.stdin = None
    return process


def _finish(process: subprocess.Popen[bytes] | None) -> Part | None:
    if process is None:
        return None
    answer, _ = process.communicate()
    try:
        return msgspec.msgpack.decode(answer, type=Part) if process.returncode == 0 else None
    except (msgspec.DecodeError, ValueError):
        return None


def work() -> None:
    """What the other processes do: a root and paths on stdin, a `Part` on stdout."""
    root, paths = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=tuple[str, list[str]])
    sys.stdout.buffer.write(msgspec.msgpack.encode(read_files(Path(root), paths)))
    sys.stdout.buffer.flush()
