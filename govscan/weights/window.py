"""Bytes that are read where they are wanted: a file, a part of one, or what was inflated."""

from __future__ import annotations

from typing import IO, Protocol

CHUNK = 1 << 16


class Window(Protocol):
    """Bytes of a known number. `unread` is why some of them could not be had, "" where nothing kept them back."""

    size: int
    unread: str

    def read(self, at: int, count: int) -> bytes:
        """At most `count` bytes from `at` on; fewer at the end.

        Raises:
            Unread: they are there, but cannot be had; `unread` says why.
        """
        ...

    def near(self, at: int, soon: int = 0) -> int:
        """How many bytes from `at` on cost nothing to read ahead. `soon` is how many the reader expects to need."""
        ...


class FileWindow:
    """An open file. Its size is what it was when it was opened: what is appended later does not count."""

    unread = ""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.size = file, size

    def read(self, at: int, count: int) -> bytes:
        count = min(count, self.size - at)
        if at < 0 or count <= 0:
            return b""
        self.file.seek(at)
        return self.file.read(count)

    def near(self, at: int, soon: int = 0) -> int:
        return self.size - at


class BytesWindow:
    """Bytes in memory."""

    unread = ""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def read(self, at: int, count: int) -> bytes:
        return self.data[at : at + count] if at >= 0 and count > 0 else b""

    def near(self, at: int, soon: int = 0) -> int:
        return self.size - at


class PartWindow:
    """A part of another window."""

    unread = ""  # the whole has it

    def __init__(self, whole: Window, start: int, size: int) -> None:
        self.whole, self.start = whole, start
        self.size = max(min(size, whole.size - start), 0)

    def read(self, at: int, count: int) -> bytes:
        count = min(count, self.size - at)
        return self.whole.read(self.start + at, count) if at >= 0 and count > 0 else b""

    def near(self, at: int, soon: int = 0) -> int:
        return min(self.whole.near(self.start + at, min(soon, self.size - at)), self.size - at)


class Unread(Exception):  # noqa: N818 - says what happened
    """Bytes that are there, but cannot be had; the window remembers why."""


class CutOff(Exception):  # noqa: N818 - says what happened
    """The bytes end before what was to be read."""


class Reader:
    """Reads a window from front to back."""

    def __init__(self, window: Window, at: int = 0) -> None:
        self.window, self.at = window, at
        self._chunk, self._start = b"", at

    def take(self, count: int) -> bytes:
        """The next `count` bytes.

        Raises:
            CutOff: there are fewer.
        """
        start = self.at - self._start
        found = self._chunk[start : start + count]
        if len(found) < count:
            self._chunk = self.window.read(self.at, max(count, min(CHUNK, self.window.near(self.at))))
            self._start = self.at
            found = self._chunk[:count]
            if len(found) < count:
                raise CutOff
        self.at += count
        return found

    def skip(self, count: int) -> None:
        """Pass over `count` bytes without reading them.

        Raises:
            CutOff: there are fewer.
        """
        if count < 0 or self.at + count > self.window.size:
            raise CutOff
        self.at += count
        if not self._start <= self.at <= self._start + len(self._chunk):
            self._chunk, self._start = b"", self.at

    def line(self, most: int) -> bytes:
        """Up to the next line feed, without it; at most `most` bytes.

        Raises:
            CutOff: there is none so near.
        """
        parts: list[bytes] = []
        left = most
        while left > 0:
            start = self.at - self._start
            if start >= len(self._chunk):
                ahead = max(1, min(CHUNK, self.window.near(self.at)))
                self._chunk, self._start, start = self.window.read(self.at, ahead), self.at, 0
                if not self._chunk:
                    raise CutOff
            end = self._chunk.find(b"\n", start)
            part = self._chunk[start : end if end >= 0 else None]
            parts.append(part)
            left -= len(part)
            self.at += len(part) + (end >= 0)
            if end >= 0:
                return b"".join(parts)
        raise CutOff
