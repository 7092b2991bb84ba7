"""Opening files that a stranger may have put there, or may change meanwhile.

A pipe in the place of a file would block for ever, a device would never end: what is opened is looked at again after
it is open, and nothing but a regular file is read.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Changed(OSError):  # noqa: N818 - says what happened
    """The file was written to while it was read."""

    def __init__(self) -> None:
        super().__init__(errno.EAGAIN, "changed while it was read")


def is_regular(path: Path) -> bool:
    """Whether there is such a file, by a name that somebody may have written in a policy: as long as it likes."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # ValueError: a NUL byte
        return False


def descriptor(path: str | Path, links: bool = True) -> tuple[int, int]:
    """A descriptor of a regular file, for the caller to close, and the size in bytes.

    Raises:
        OSError: it cannot be opened, is no regular file, or is a link and `links` is False.
    """
    number = os.open(path, _READING if links else _READING | _NO_LINK)
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
    except BaseException:
        os.close(number)
        raise
    return number, status.st_size


def opened(path: Path, links: bool = True) -> IO[bytes]:
    """A regular file, open for reading.

    Raises:
        OSError: as `descriptor`.
    """
    return os.fdopen(descriptor(path, links)[0], "rb")


def whole(path: str | Path, most: int, links: bool = True) -> bytes | None:
    """The bytes of a regular file; None for one of more than `most`.

    Raises:
        Changed: it has another size than it had when it was opened.
        OSError: as `descriptor`.
    """
    number, size = descriptor(path, links)
    try:
        if size > most:
            return None
        data = os.read(number, size + 1)
    finally:
        os.close(number)
    if len(data) != size:
        raise Changed
    return data
