"""What every surface has in common: the file it reads and the shape of its module."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from govscan import limits
from govscan.bounded import hit
from govscan.discover.needles import Needle
from govscan.reference import Reference
from govscan.regular import whole


class Siblings(Struct):
    """The other files of the tree, for a surface whose files import from one another. `memo` is the surface's own:
    what it has made of files that it asked for, so that nothing is parsed twice."""

    root: Path
    memo: dict[str, object] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file inside the root; None for anything else and for what is too large."""
        full = self.root / path
        try:
            entry = full.lstat()
            if not stat.S_ISREG(entry.st_mode):
                return None
            if entry.st_size > limits.SIBLING_BYTES:
                hit(f"{path} is larger than {limits.SIBLING_BYTES:,} bytes; what it defines is not followed")
                return None
            return whole(full, limits.SIBLING_BYTES) if full.resolve().is_relative_to(self.root.resolve()) else None
        except (OSError, ValueError):  # not there; a NUL byte in the name
            return None


class SourceFile(Struct, frozen=True, dict=True):
    """One file of the tree: POSIX path relative to the root, bytes as read (once), text when asked for."""

    path: str
    data: bytes
    siblings: Siblings | None = None
    depth: int = 0  # in how many other files this one stands

    @cached_property
    def text(self) -> str:
        """UTF-8 (or UTF-16 with a byte-order mark); bytes that are neither are replaced, lines keep their number."""
        encoding = "utf-16" if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return self.data.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")


class Surface(Protocol):
    """A kind of file in which code names models. Implemented by the modules of this folder."""

    NEEDLE: Needle
    """A file whose bytes do not match cannot name a model: the cheap filter before the parser."""

    def read(self, file: SourceFile) -> Iterator[Reference]:
        """The references in a file.

        Raises:
            govscan.marked.Malformed: the file is not what its name says; it becomes a problem of the report.
        """
        ...
