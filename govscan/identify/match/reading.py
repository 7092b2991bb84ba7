"""A file enters, its text leaves, whatever its encoding; of a large file, as much as is compared."""

from __future__ import annotations

from pathlib import Path

from govscan import limits

MAX_BYTES = 4 * limits.LICENSE_CHARACTERS + 4
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(path: Path) -> tuple[str | None, str]:
    """The text of a file; or None and why there is none."""
    try:
        with path.open("rb") as file:
            return decoded(file.read(MAX_BYTES))
    except OSError as error:
        return None, f"not read: {error.strerror or error}"


def decoded(data: bytes) -> tuple[str | None, str]:
    """The text of some bytes: by their byte order mark, else UTF-16 if every other byte is null, UTF-8, GB 18030 if
    that yields Chinese, else Latin-1, in which every byte is a letter."""
    if not data.strip():
        return None, "the file is empty"
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ""
    head = data[:4096]
    if b"\0" in head:
        for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[first::2].count(0) > 0.6 * len(head[first::2]) and not head[1 - first :: 2].count(0):
                return data[: len(data) & ~1].decode(encoding, "replace"), ""
        return None, "the file is binary"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # the cut went through a letter
            return data[: error.start].decode("utf-8"), ""
    return _without_utf8(data)


def _without_utf8(data: bytes) -> tuple[str | None, str]:
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in data[:4096])
    if control > len(data[:4096]) // 20:
        return None, "the file is binary"
    high = sum(byte >= 0x80 for byte in data[:20_000])
    if high > min(len(data), 20_000) // 8:
        chinese = data.decode("gb18030", "replace")
        if chinese.count("\ufffd") < 10:
            return chinese, ""
    almost = data.decode("utf-8", "replace")
    return (almost if almost.count("\ufffd") <= len(data) // 200 else data.decode("latin-1")), ""
