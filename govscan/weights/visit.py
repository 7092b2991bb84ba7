"""One weight file, by its content and not by its name: containers are opened, pickles followed, the rest looked at."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from govscan import limits
from govscan.bounded import OutOfTime, TimeLimit, watching
from govscan.evidence import Danger, Examined, Import
from govscan.pattern import pattern
from govscan.recorder import Fell, reading
from govscan.regular import opened
from govscan.weights import formats, keras
from govscan.weights.archives import (
    Budget,
    Member,
    compression,
    decompressed,
    has_directory,
    is_tar,
    tar_members,
    zip_members,
)
from govscan.weights.gguf import read_gguf
from govscan.weights.machine import Pickle
from govscan.weights.names import meaning
from govscan.weights.opcodes import ACTIONS
from govscan.weights.pickles import read_pickle
from govscan.weights.window import BytesWindow, FileWindow, PartWindow, Unread, Window

PICKLED: Final = (".pkl", ".pickle", ".pt", ".pth", ".bin", ".ckpt", ".joblib", ".dat", ".data", ".p", ".model", ".sav")
_STORAGE: Final = pattern(r"(?:^|/)data/\d+$|(?:^|/)(?:storages|tensors)$|\.data-\d+-of-\d+$")
_PROTOCOLS: Final = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))
_TEXT_START: Final = frozenset(b"(]}c\x80lidIVSFLNU.TXGKMJ)")
"""How writers of pickles begin; the unpickler takes any opcode."""


def examine_file(path: Path, name: str) -> Examined:
    """The weight file at `path`, a regular file, which is called `name`.

    Raises:
        OSError: it cannot be opened.
    """
    with opened(path) as file:
        file.seek(0, 2)
        try:
            with reading(str(path)):
                return examine(FileWindow(file, file.tell()), name)
        except Fell as error:
            return Examined(name, "unknown", unread=str(error))


def examine(window: Window, name: str) -> Examined:
    """The weight file that `window` holds, which is called `name`."""
    visit = Visit(name)
    kind = "unknown"
    with watching() as told:
        try:
            with TimeLimit(limits.WEIGHTS_SECONDS):
                kind = visit.look(window, name, 0)
        except Unread:
            kind = "unknown"
        except OutOfTime as error:
            visit.troubles.append(f"{name}: {error}")
        except Exception as error:  # noqa: BLE001 - whatever one file does, the others are read, and this one is no pass
            visit.troubles.append(f"{name}: it could not be read to its end: {type(error).__name__} {error}"[:300])
    visit.troubles += [f"{name}: {sentence}" for sentence in told]
    dangers, troubles = _kept(name, visit.dangers), _kept(name, visit.troubles)
    imports, templates = tuple(visit.imports.values()), tuple(visit.templates)
    return Examined(name, kind, imports, dangers, troubles, templates, window.unread)


def _kept(name: str, said: Iterable[str]) -> tuple[str, ...]:
    """The sentences, each once; of very many the first."""
    found = tuple(dict.fromkeys(said))
    if len(found) <= limits.WEIGHT_SENTENCES:
        return found
    rest = len(found) - limits.WEIGHT_SENTENCES
    return (*found[: limits.WEIGHT_SENTENCES], f"{name}: and {rest:,} more like these")


def _is_pickle(found: Pickle, usual: bool) -> bool:
    """Whether a stream without a protocol at its front is a pickle, and not bytes that happen to begin like one.
    `usual` tells that writers begin so. Names that are computed, and numbers of extensions, are met by chance."""
    named = [name for name in found.imports if name.module != "?" and not name.name.startswith("extension ")]
    if usual:
        return found.whole or bool(named)
    bad = any(meaning(name.module, name.name) is Danger.DANGEROUS for name in named)
    return bad or (found.whole and bool(named))


class Visit:
    """What was found in one file so far."""

    def __init__(self, name: str) -> None:
        self.imports: dict[tuple[str, str], Import] = {}
        self.dangers: list[str] = []
        self.troubles: list[str] = []
        self.templates: list[tuple[str, str]] = []
        self.budget = Budget()
        self.opcodes = 0

    def look(self, window: Window, place: str, depth: int) -> str:
        """Examine a window, which people know as `place`; the name of its format."""
        if depth > limits.ARCHIVE_DEPTH:
            self.troubles.append(f"{place}: archives are nested deeper than {limits.ARCHIVE_DEPTH}")
            return "unknown"
        head = window.read(0, 512)
        if head[:2] == b"ZF" and head[2:4] == b"0x":  # joblib before 0.10: a length, then a compressed stream
            start = 22 if head[21:22] == b" " else 21
            window = PartWindow(window, start, window.size - start)
            head = window.read(0, 512)
        packed = compression(head)
        if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            return self.archive(self.members(window), place, depth)
        if head[:6] == b"7z\xbc\xaf\x27\x1c" or head[:4] == b"Rar!":
            self.dangers.append(f"{place}: it is an archive that is not read, and no loader of weights expects")
            return "archive"
        if is_tar(head):
            return self.archive(tar_members(window, self.budget), place, depth)
        if packed:
            member = decompressed(window, packed, self.budget)
            self.trouble(member, place)
            if member.window.size:
                return self.look(member.window, place, depth + 1)
        return self.plain(window, head, place, depth)

    def plain(self, window: Window, head: bytes, place: str, depth: int) -> str:
        """A file that is no archive."""
        suffix = posixpath.splitext(place.lower())[1]
        if head[:6] == b"\x93NUMPY":
            self.array(window, head, place, depth)
            return "numpy"
        if head[:8] == b"\x89HDF\r\n\x1a\n":
            self.said(place, keras.hdf5(window))
            return "hdf5"
        if head[:4] == b"GGUF":
            told = read_gguf(window)
            self.templates += told.templates
            self.troubles += [f"{place}: {told.trouble}"] if told.trouble else []
            return "gguf"
        if suffix == ".safetensors" and head[:2] not in _PROTOCOLS:
            wrong = [f"{place}: {said}" for said in formats.safetensors(window)]
            self.troubles += wrong
            pickled = bool(wrong) and self.pickles(window, head, place, depth, False)
            return "pickle" if pickled else "safetensors"
        no_message = suffix in (".onnx", ".pb") and head[:1] not in (b"\x08", b"\x0a", b"\x12")
        if no_message and self.pickles(window, head, place, depth, False):
            return "pickle"
        if suffix == ".onnx":
            self.said(place, formats.onnx(window))
            return "onnx"
        if suffix == ".pb":
            self.said(place, formats.tensorflow(window))
            return "tensorflow"
        if self.pickles(window, head, place, depth, suffix in PICKLED):
            return "pickle"
        return self.archive(self.members(window), place, depth) if has_directory(window) else "unknown"

    def members(self, window: Window) -> Iterator[Member]:
        return zip_members(window, self.budget, _STORAGE.search)

    def archive(self, members: Iterator[Member], place: str, depth: int) -> str:
        names = []
        for member in members:
            names.append(member.name)
            inner = f"{place}!{member.name}"
            if _STORAGE.search(member.name):
                continue  # numbers, which no loader takes for anything else
            self.trouble(member, inner)
            self.said(inner, formats.member(member.name, member.window))
            if posixpath.basename(member.name) == "config.json" and member.window.size:
                data = member.window.read(0, limits.CONFIG_BYTES)
                if b'"class_name"' in data:
                    self.said(inner, keras.keras_config(data))
            elif member.window.size:
                self.look(member.window, inner, depth + 1)
        bases = {posixpath.basename(name) for name in names}
        if "data.pkl" in bases:
            return "torchscript" if "constants.pkl" in bases else "pytorch"
        if {"config.json", "metadata.json"} <= bases:
            return "keras"
        return "numpy" if names and all(name.endswith(".npy") for name in names) else "archive"

    def pickles(self, window: Window, head: bytes, place: str, depth: int, expected: bool) -> bool:
        """Whether pickles begin the file. Every one that follows another is followed as well."""
        if not head or head[0] not in ACTIONS:
            return False
        at, number = 0, 0
        for number in range(limits.PICKLES):
            found = read_pickle(window, at, max(limits.PICKLE_OPCODES - self.opcodes, 0))
            self.opcodes += found.opcodes
            certain = found.whole or bool(found.imports) or (head[0] == 0x80 and number == 0)
            if number == 0 and head[0] != 0x80:  # most files that begin so are something else
                certain = _is_pickle(found, head[0] in _TEXT_START)
            if not certain:
                if number == 0 and expected and found.opcodes > 3 and found.trouble:
                    self.troubles.append(f"{place}: {found.trouble}")
                return number > 0
            for name in found.imports:
                self.imported(name.module, name.name, place)
            for data in found.nested:
                self.look(BytesWindow(data), f"{place}!nested", depth + 1)
            if found.trouble and (number == 0 or found.imports):
                self.troubles.append(f"{place}: {found.trouble}")
            following = window.read(found.end, 1)
            if not found.whole or not following or following[0] not in ACTIONS:
                return True
            at = found.end
        self.troubles.append(f"{place}: only its first {number + 1} pickles were followed")
        return True

    def array(self, window: Window, head: bytes, place: str, depth: int) -> None:
        """An array of NumPy; one of objects is a pickle behind its header."""
        wide = head[6:7] != b"\x01"
        size = struct.unpack_from("<I" if wide else "<H", head.ljust(12, b"\0"), 8)[0]
        start = (12 if wide else 10) + size
        described = window.read(0, min(start, 1 << 16))
        rest = PartWindow(window, start, window.size - start)
        first = rest.read(0, 512)
        objects = b"O" in described.partition(b"descr")[2].partition(b"fortran")[0] or b"\\" in described
        if not objects and first[:1] != b"\x80":
            return
        if not self.pickles(rest, first, place, depth + 1, True) and objects:
            self.troubles.append(f"{place}: its objects could not be followed")

    def imported(self, module: str, name: str, place: str) -> None:
        if (module, name) not in self.imports:
            danger = meaning(module, name)
            self.imports[(module, name)] = Import(module, name, danger, place)

    def said(self, place: str, sentences: Iterator[str]) -> None:
        seen: set[str] = set()
        for sentence in sentences:  # one by one: what was found before the file ends early stays
            if sentence not in seen:
                self.dangers.append(f"{place}: {sentence}")
                seen.add(sentence)

    def trouble(self, member: Member, place: str) -> None:
        if member.trouble:
            self.troubles.append(f"{place}: {member.trouble}")
