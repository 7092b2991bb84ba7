"""How an organization wants its reports to look: `report.yaml` in `.govscan/`, beside the records.

Its own file, because it says nothing about how anything is judged: a new logo does not change the digest of the policy.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from govscan import limits
from govscan.evaluate.ledger import FOLDER
from govscan.evaluate.reading import Reader, read_mapping
from govscan.marked import Node
from govscan.pattern import pattern
from govscan.regular import is_regular
from govscan.report import Brand

NAME: Final = "report.yaml"
KEYS: Final = ("organization", "classification", "color", "logo", "source_link")
MAX_WORDS: Final = 120

_COLOR: Final = pattern(r"#[0-9a-fA-F]{6}")
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def load_brand(policy_dir: Path) -> Brand:
    """What `.govscan/report.yaml` says; an empty `Brand` where there is none.

    Raises:
        InvalidInput: an unknown key, a color that is none, a logo that is not a PNG or JPEG image.
    """
    path = policy_dir / FOLDER / NAME
    if not os.path.lexists(path):
        return Brand()
    shown = f"{FOLDER}/{NAME}"
    node, _ = read_mapping(path, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the settings of reports", KEYS)
    logo, logo_type = _logo(reader, entries["logo"], path.parent) if "logo" in entries else (b"", "")
    brand = Brand(
        organization=_words(reader, entries, "organization"),
        classification=_words(reader, entries, "classification"),
        color=_matching(reader, entries, "color", _COLOR.fullmatch, "write it as #rrggbb"),
        logo=logo,
        logo_type=logo_type,
        line_address=_matching(
            reader,
            entries,
            "source_link",
            _is_address,
            "for example https://git.example.org/shop/{commit}/{path}#L{line}",
        ),
    )
    reader.finish()
    return brand


def _words(reader: Reader, entries: dict[str, Node], key: str) -> str:
    text = (reader.text(entries[key], key) or "") if key in entries else ""
    if len(text) > MAX_WORDS or not text.isprintable():
        reader.complain(entries[key], f"{key} is not one line of at most {MAX_WORDS} characters")
    return text


def _matching(reader: Reader, entries: dict[str, Node], key: str, fits: Callable[[str], object], hint: str) -> str:
    text = (reader.text(entries[key], key) or "") if key in entries else ""
    if text and not fits(text):
        reader.complain(entries[key], f"{key} cannot be {text!r}", hint)
        return ""
    return text


def _is_address(text: str) -> bool:
    plain = text.isascii() and text.isprintable() and not set(" \"'<>\\") & set(text)
    return plain and text.startswith("https://") and "{path}" in text and len(text) < 500


def _logo(reader: Reader, node: Node, folder: Path) -> tuple[bytes, str]:
    """The bytes of the image and its media type."""
    name = reader.text(node, "logo") or ""
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.parent.resolve())
        data = b""
        if inside and is_regular(path):
            with path.open("rb") as file:
                data = file.read(limits.LOGO_BYTES + 1)
    except (OSError, ValueError) as error:
        reader.complain(node, f"the logo {name!r} cannot be read: {error}")
        return b"", ""
    if not inside:
        reader.complain(node, f"the logo {name!r} lies outside of the folder of the policy")
    elif not is_regular(path):
        reader.complain(node, f"there is no logo {name!r}", f"the path starts at the folder {FOLDER}")
    elif len(data) > limits.LOGO_BYTES:
        reader.complain(node, f"the logo {name!r} is larger than {limits.LOGO_BYTES} bytes")
    elif is_png(data):
        return data, "image/png"
    elif is_jpeg(data):
        return data, "image/jpeg"
    else:
        reader.complain(node, f"the logo {name!r} is not an image", "a whole PNG or JPEG file is wanted")
    return b"", ""


def is_png(data: bytes) -> bool:
    """Whether `data` is a whole PNG file: every chunk with its checksum, a sensible size, an end."""
    if not data.startswith(_PNG):
        return False
    at = len(_PNG)
    kinds: list[bytes] = []
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        sum_ = data[at + 8 + length : at + 12 + length]
        if len(sum_) < 4 or struct.unpack(">I", sum_)[0] != zlib.crc32(kind + body):
            return False
        if not kinds and (kind != b"IHDR" or length != 13 or not _sensible(*struct.unpack(">II", body[:8]))):
            return False
        kinds.append(kind)
        at += 12 + length
        if kind == b"IEND":
            return b"IDAT" in kinds and at == len(data)
    return False


def is_jpeg(data: bytes) -> bool:
    """Whether `data` is a JPEG file with a frame of a sensible size and an end."""
    if not data.startswith(b"\xff\xd8\xff") or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return False
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _sensible(width, height)
        if length < 2:
            return False
        at += 2 + length
    return False


def _sensible(width: int, height: int) -> bool:
    return 0 < width <= limits.LOGO_SIDE and 0 < height <= limits.LOGO_SIDE
