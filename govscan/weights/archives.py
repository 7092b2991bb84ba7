"""Archives and compressed streams, read as tolerantly as the loaders of weights do it: a window enters, members leave.

zip is read here, not by `zipfile`: loaders ignore flags and checksums that `zipfile` stops at, and a file that only a
scanner refuses is a hiding place.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct, field

from govscan import limits
from govscan.weights.window import CHUNK, BytesWindow, PartWindow, Unread, Window

_END, _CENTRAL, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END64, _LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14
_COMPRESSED: Final = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"\xfd7": "xz", b"]\x00": "lzma"}


class Budget(Struct):
    """What is left of the bounds of one file."""

    inflated: int = field(default_factory=lambda: limits.INFLATED_BYTES)
    members: int = field(default_factory=lambda: limits.ARCHIVE_MEMBERS)


class Member(Struct):
    """A file in an archive; `trouble` says why its bytes could not be had, or not all of them."""

    name: str
    window: Window
    trouble: str = ""


def compression(head: bytes) -> str:
    """What a stream that begins so is compressed with; "" for none that is known."""
    if head[:1] == b"\x78" and len(head) > 1 and (head[0] * 256 + head[1]) % 31 == 0:
        return "zlib"
    return _COMPRESSED.get(head[:2], "")


def decompressed(window: Window, kind: str, budget: Budget) -> Member:
    """The whole stream, as far as the budget goes."""
    made: Any = {
        "zlib": zlib.decompressobj, "gzip": lambda: zlib.decompressobj(31), "bzip2": bz2.BZ2Decompressor,
        "xz": lzma.LZMADecompressor, "lzma": lzma.LZMADecompressor,
    }[kind]()  # fmt: skip
    return _inflated(kind, window, made, budget)


def _inflated(name: str, window: Window, machine: Any, budget: Budget) -> Member:
    parts, at, trouble = [], 0, ""
    try:
        while at < window.size and not machine.eof:
            chunk = window.read(at, CHUNK)
            if not chunk:
                break
            at += len(chunk)
            while chunk and budget.inflated > 0:
                part = machine.decompress(chunk, budget.inflated)
                parts.append(part)
                budget.inflated -= len(part)
                chunk = getattr(machine, "unconsumed_tail", b"")
            if budget.inflated <= 0:
                trouble = f"only the first {limits.INFLATED_BYTES >> 20} MB of what it inflates to were read"
                break
    except (zlib.error, lzma.LZMAError, OSError, EOFError, MemoryError) as error:
        trouble = f"it cannot be inflated to its end: {error}"
    except Unread:
        pass  # what was inflated before is looked at, and the window says why
    return Member(name, BytesWindow(b"".join(parts)), trouble)


def zip_members(
    window: Window, budget: Budget, passed_over: Callable[[str], object] = lambda name: False
) -> Iterator[Member]:
    """The files that the central directory lists, in its order, duplicates included. Where it cannot be found, those
    that follow each other from the start. Of files whose names are `passed_over` nothing is read, and their windows are
    empty: an archive that lies far away may hold hundreds of tensors."""
    place = _directory(window)
    if place is None or (place[1] == 0 and window.read(0, 4) == _LOCAL):
        yield from _in_sequence(window, budget)
        return
    at, count, before = place
    for _ in range(count):
        head = window.read(at, 46)
        if len(head) < 46 or head[:4] != _CENTRAL:
            yield Member("the central directory", BytesWindow(b""), f"it ends at byte {at:,}, before its last entry")
            return
        method, packed, plain = struct.unpack_from("<H", head, 10)[0], *struct.unpack_from("<II", head, 20)
        name_size, extra_size, comment_size = struct.unpack_from("<HHH", head, 28)
        (local,) = struct.unpack_from("<I", head, 42)
        rest = window.read(at + 46, name_size + extra_size)
        name = rest[:name_size].decode("utf-8", "replace")
        packed, plain, local = _wide(rest[name_size:], packed, plain, local)
        at += 46 + name_size + extra_size + comment_size
        budget.members -= 1
        if budget.members < 0:
            yield _too_many(name)
            return
        if passed_over(name):
            yield Member(name, BytesWindow(b""))
        else:
            yield _member(window, name, method, before + local, packed, budget)


def has_directory(window: Window) -> bool:
    """Whether a zip archive ends here, whatever stands in front of it."""
    found = _directory(window)
    return found is not None and found[1] > 0


def _directory(window: Window) -> tuple[int, int, int] | None:
    """Where the central directory begins, how many entries it has, and how many bytes stand before the archive."""
    tail_size = min(window.size, 65_557)
    tail = window.read(window.size - tail_size, tail_size)
    found = tail.rfind(_END)
    if found < 0 or found + 22 > len(tail):
        return None
    count, size, start = struct.unpack_from("<H", tail, found + 10)[0], *struct.unpack_from("<II", tail, found + 12)
    end = window.size - tail_size + found
    if 0xFFFF in (count,) or 0xFFFFFFFF in (size, start):
        locator = window.read(end - 20, 20)
        if locator[:4] == _LOCATOR64:
            (at,) = struct.unpack_from("<Q", locator, 8)
            wide = window.read(at, 56)
            if wide[:4] == _END64 and len(wide) == 56:
                count, size, start = struct.unpack_from("<QQQ", wide, 32)
                end = at
    first = max(start - CHUNK // 16, 0)  # with the last of the members, which are small ones
    window.read(first, min(start - first + size, 1 << 22))  # at once, because it may lie far away
    if window.read(start, 4) != _CENTRAL and window.read(end - size, 4) == _CENTRAL:
        return end - size, count, end - size - start
    return (start, count, 0) if window.read(start, 4) == _CENTRAL or not count else None


def _wide(extra: bytes, packed: int, plain: int, local: int) -> tuple[int, int, int]:
    """Sizes and place of large files, from the extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            told = extra[at + 4 : at + 4 + size]
            values = list(struct.unpack(f"<{len(told) // 8}Q", told[: len(told) // 8 * 8]))
            plain = values.pop(0) if plain == 0xFFFFFFFF and values else plain
            packed = values.pop(0) if packed == 0xFFFFFFFF and values else packed
            local = values.pop(0) if local == 0xFFFFFFFF and values else local
            break
        at += 4 + size
    return packed, plain, local


def _member(window: Window, name: str, method: int, local: int, packed: int, budget: Budget) -> Member:
    head = window.read(local, 30)
    if len(head) < 30 or head[:4] != _LOCAL:
        return Member(name, BytesWindow(b""), "it is not where the central directory says")
    name_size, extra_size = struct.unpack_from("<HH", head, 26)
    data = PartWindow(window, local + 30 + name_size + extra_size, packed)
    trouble = "it is cut off" if data.size < packed else ""
    if method == _STORED:
        return Member(name, data, trouble)
    if method == _DEFLATED:
        found = _inflated(name, data, zlib.decompressobj(-15), budget)
        return Member(name, found.window, found.trouble or trouble)
    if method == _BZIP2:
        return _inflated(name, data, bz2.BZ2Decompressor(), budget)
    if method == _LZMA:
        return _inflated(name, *_lzma_alone(data), budget)
    return Member(name, BytesWindow(b""), f"it is compressed in a way that is not read ({method})")


def _lzma_alone(data: PartWindow) -> tuple[Window, Any]:
    """LZMA as it stands in a zip archive (two bytes of version, two of length, properties, stream), and a decompressor
    that was fed the header of a file of its own."""
    head = data.read(0, 9)
    machine = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE)
    properties = head[4:9].ljust(5, b"\0")
    try:
        machine.decompress(properties + b"\xff" * 8, 0)
    except lzma.LZMAError:
        return BytesWindow(b""), machine
    return PartWindow(data, 9, max(data.size - 9, 0)), machine


def is_tar(head: bytes) -> bool:
    """Whether 512 bytes are the header of a tar archive: by its mark or, as it was before there was one, its sum."""
    if head[257:262] == b"ustar":
        return True
    digits = head[148:156].strip(b"\0 ")
    if len(head) < 512 or not head[0] or not digits or not digits.isdigit():
        return False
    try:
        return int(digits, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])
    except ValueError:
        return False


def _in_sequence(window: Window, budget: Budget) -> Iterator[Member]:
    at = 0
    while window.read(at, 4) == _LOCAL:
        budget.members -= 1
        if budget.members < 0:
            yield _too_many("the archive")
            return
        head = window.read(at, 30)
        if len(head) < 30:
            break
        packed, name_size, extra_size = struct.unpack_from("<I", head, 18)[0], *struct.unpack_from("<HH", head, 26)
        name = window.read(at + 30, name_size).decode("utf-8", "replace")
        yield _member(window, name, struct.unpack_from("<H", head, 8)[0], at, packed, budget)
        at += 30 + name_size + extra_size + packed
    yield Member("the archive", BytesWindow(b""), "it has no central directory")


def _too_many(name: str) -> Member:
    return Member(name, BytesWindow(b""), f"only the first {limits.ARCHIVE_MEMBERS:,} members were read")


def tar_members(window: Window, budget: Budget) -> Iterator[Member]:
    """The regular files of a tar archive."""
    at = 0
    while at + 512 <= window.size:
        head = window.read(at, 512)
        if not head.strip(b"\0"):
            return
        budget.members -= 1
        if budget.members < 0:
            yield _too_many("the archive")
            return
        digits = head[124:136].strip(b"\0 ")
        try:
            size = int.from_bytes(head[125:136], "big") if head[124:125] == b"\x80" else int(digits or b"0", 8)
        except ValueError:
            yield Member("the archive", BytesWindow(b""), f"its header at byte {at:,} cannot be read")
            return
        name = head[:100].rstrip(b"\0").decode("utf-8", "replace")
        if head[156:157] in (b"0", b"\0", b"7"):
            part = PartWindow(window, at + 512, size)
            yield Member(name, part, "it is cut off" if part.size < size else "")
        at += 512 + (size + 511) // 512 * 512
