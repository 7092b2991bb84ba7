"""What every surface has in common: the file it reads and the shape of its module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from govscan.reference import Reference


class SourceFile(Struct, frozen=True, dict=True):
    """One file of the tree: POSIX path relative to the root, bytes as read (once), text when asked for."""

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """UTF-8 (or UTF-16 with a byte-order mark); bytes that are neither are replaced, lines keep their number."""
        encoding = "utf-16" if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return self.data.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")


class Surface(Protocol):
    """A kind of file in which code names models. Implemented by the modules of this folder."""

    NEEDLE: re.Pattern[bytes]
    """A file whose bytes do not match cannot name a model: the cheap filter before the parser."""

    def read(self, file: SourceFile) -> Iterator[Reference]:
        """The references in a file.

        Raises:
            govscan.marked.Malformed: the file is not what its name says; it becomes a problem of the report.
        """
        ...
