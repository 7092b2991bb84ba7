"""Reads a model that lies in a folder on this machine. A folder enters, documents and a file list leave.

Nothing is followed out of a boundary, nothing but regular files is opened, and no document is taken from a folder
above the model: a model's license is never inferred from the license of the application that uses it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from govscan import limits
from govscan.evidence import Artifact, Document, Examined, Header
from govscan.regular import opened
from govscan.resolve.documents import (
    CONFIGS,
    MINOR_CONFIGS,
    cards,
    examinable,
    license_files,
    license_link,
    too_large,
    unread,
)
from govscan.resolve.headers import SHARD, SUFFIXES, read_header


class Contents(Struct, frozen=True):
    """What lies in a model's folder."""

    documents: tuple[Document, ...]
    artifacts: tuple[Artifact, ...]
    headers: tuple[Header, ...]
    examined: tuple[Examined, ...]
    notes: tuple[str, ...]


class Folder:
    """A model's folder. `boundary` is the folder that no link may leave; both are real paths. `source` turns a file
    name relative to the folder into the place that a person opens."""

    def __init__(self, path: Path, boundary: Path, source: Callable[[str], str]) -> None:
        self.path, self.boundary, self.source = path, boundary, source
        self.notes: list[str] = []
        self.sizes: dict[str, int | None] = {}
        for name, size in self._walk(path, "", 0):
            if len(self.sizes) >= limits.MODEL_FILES:
                self.leave(f"only the first {limits.MODEL_FILES:,} files of the folder were listed")
                break
            self.sizes[name] = size

    def contents(self, wanted: Callable[[str], bool] = lambda name: True) -> Contents:
        """Read the documents whose names are `wanted`; every other file is an artifact."""
        texts = license_files(self.sizes)
        if len(cards(self.sizes)) > limits.MODEL_CARDS:
            self.leave(f"only the first {limits.MODEL_CARDS} of {len(cards(self.sizes)):,} cards were read")
        if len(texts) > limits.MODEL_LICENSE_FILES:
            self.leave(f"only the first {limits.MODEL_LICENSE_FILES} of {len(texts)} license files were read")
        configs = [name for name in (*CONFIGS, *MINOR_CONFIGS) if name in self.sizes]
        names = [*cards(self.sizes)[: limits.MODEL_CARDS], *texts[: limits.MODEL_LICENSE_FILES], *configs]
        read = {name: self.read(name) for name in dict.fromkeys(names) if wanted(name)}
        for card in [document for name in cards(self.sizes)[:1] if (document := read.get(name))]:
            link = license_link(card.text, "")  # a license text may have any name, as long as the card gives it
            if link in self.sizes and link not in read and wanted(link):
                read[link] = self.read(link)
        documents = tuple(document for document in read.values() if document is not None)
        have = {document.name for document in documents}
        artifacts = tuple(Artifact(name, size) for name, size in sorted(self.sizes.items()) if name not in have)
        headers, examined = self.headers(), self.examined()
        return Contents(documents, artifacts, headers, examined, tuple(self.notes))

    def leave(self, sentence: str) -> None:
        """Note what is not read."""
        self.notes.append(unread(sentence))

    def headers(self) -> tuple[Header, ...]:
        """Headers of the weight files of the folder itself. The shards of one model say the same: its first speaks."""
        files = [name for name in self.sizes if "/" not in name and name.lower().endswith(SUFFIXES)]
        models: dict[str, str] = {}
        for name in files:
            models.setdefault(SHARD.sub("", name), name)
        names = list(models.values())
        if len(names) > limits.MODEL_HEADERS:
            self.leave(f"only the headers of the first {limits.MODEL_HEADERS} of {len(names):,} weight files were read")
        found = [self._header(name) for name in names[: limits.MODEL_HEADERS]]
        return tuple(header for header in found if header is not None)

    def examined(self) -> tuple[Examined, ...]:
        """What the weight files hold, by their content. Files of several gigabytes are read where it matters only."""
        names = [name for name in self.sizes if examinable(name)]
        if len(names) > limits.MODEL_WEIGHTS:
            self.leave(f"only the first {limits.MODEL_WEIGHTS} of {len(names):,} weight files were looked into")
        found = [self._examined(name) for name in sorted(names)[: limits.MODEL_WEIGHTS]]
        return tuple(each for each in found if each is not None)

    def _examined(self, name: str) -> Examined | None:
        from govscan.weights import examine_file  # a tree without weights does not pay for it

        try:
            real = (self.path / name).resolve(strict=True)
            if real.is_relative_to(self.boundary) and real.is_file():
                return examine_file(real, name)
        except (OSError, RuntimeError) as error:
            return Examined(name, "unknown", troubles=(f"{name}: it cannot be opened: {error}",))
        return None

    def _header(self, name: str) -> Header | None:
        try:
            real = (self.path / name).resolve(strict=True)
        except (OSError, RuntimeError):
            return None
        regular = real.is_relative_to(self.boundary) and real.is_file()
        return read_header(real, name) if regular else None

    def read(self, name: str) -> Document | None:
        """One document, or None and a note."""
        try:
            real = (self.path / name).resolve(strict=True)
            if not real.is_relative_to(self.boundary):
                self.leave(f"{name} is a link that leads outside, and was not read")
            elif real.parent in self.path.parents:
                self.leave(f"{name} is a link to a file of the folders above the model, and was not read")
            elif not stat.S_ISREG(real.stat().st_mode):
                self.leave(f"{name} is not a regular file, and was not read")
            else:
                with opened(real) as file:
                    data = file.read(limits.DOCUMENT_BYTES + 1)
                if len(data) <= limits.DOCUMENT_BYTES:
                    return Document.of(name, self.source(name), data)
                self.notes.append(too_large(name, self.sizes.get(name)))
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
            reason = error.strerror if isinstance(error, OSError) else "a loop of links"
            self.leave(f"{name} could not be read: {reason}")
        return None

    def _walk(self, folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, int | None]]:
        """Files with their sizes, those of a folder before those below it; hidden folders and links to folders are
        left out."""
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            self.notes.append(f"{prefix or 'the folder'} could not be listed: {error.strerror}")
            return
        below = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    below.append(entry.name)
            elif entry.is_symlink() and Path(entry.path).is_dir():
                continue
            else:
                yield prefix + entry.name, _size(entry)
        if below and depth >= limits.MODEL_FOLDER_DEPTH:
            self.leave(f"folders below {prefix} were not listed")
            return
        for name in below:
            yield from self._walk(folder / name, f"{prefix}{name}/", depth + 1)


def _size(entry: os.DirEntry[str]) -> int | None:
    try:
        return entry.stat().st_size
    except OSError:
        return None
