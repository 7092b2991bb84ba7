"""The evidence cache of this machine: bytes enter and are found again by their sha256; what the Hub said of a model is
found by its name and revision.

    <folder>/blobs/ab/abcdef...      a card, a license text, a config, named after its content
    <folder>/models/ab/abcdef...     a `CachedModel` as JSON, named after what was asked for
    <folder>/weights/ab/abcdef...    `CachedWeights` as JSON, named after the content of the weight file

Shared by runs and processes without locks: a file is written beside its place and renamed into it, so that a reader
sees all of it or none, and content that does not fit its name is not believed. A process that is killed leaves a
temporary file at most, which `prune` removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from govscan.evidence import Code, Document, Examined, Header, HubRecord
from govscan.version import __version__

MAX_BYTES: Final = 1_000_000_000
"""What the cache may hold before the oldest of it is removed."""

_STALE: Final = 3600.0  # seconds after which a temporary file belongs to no running process
_VERSION: Final = f"2:{__version__}"  # another govscan may find more in the same files


class CachedDocument(Struct, frozen=True):
    name: str
    source: str
    sha256: str


class CachedWeights(Struct, frozen=True):
    """What a weight file was found to hold, and its header where somebody asked for it."""

    examined: Examined
    header: Header | None = None


class CachedModel(Struct, frozen=True):
    """What a Hub said of a model. `read` is when it was last asked (seconds since the epoch), `etag` is by what the
    Hub can be asked whether its metadata is still the same, `id` how it spells the model."""

    id: str
    sha: str
    etag: str
    read: float
    files: tuple[tuple[str, int | None], ...]
    documents: tuple[CachedDocument, ...]
    hub: HubRecord
    notes: tuple[str, ...]
    headers: tuple[Header, ...] = ()
    examined: tuple[Examined, ...] = ()
    code: Code | None = None
    version: str = _VERSION


class Usage(Struct, frozen=True):
    """What a cache holds. `oldest` is when the first of its files was last needed, None for an empty cache."""

    models: int
    documents: int
    bytes: int
    oldest: float | None


def store_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the cache lies: GOVSCAN_CACHE, else the user's folder for caches."""
    if environment.get("GOVSCAN_CACHE"):
        return Path(environment["GOVSCAN_CACHE"]).expanduser()
    return Path(environment.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "govscan"


class Store:
    """One cache folder. Everything it cannot write or read is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.grown = False  # whether this run has added anything

    def put(self, data: bytes) -> str:
        """Keep bytes; their sha256."""
        sha256 = hashlib.sha256(data).hexdigest()
        place = self._blob(sha256)
        if not place.is_file():
            self._write(place, data)
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """The bytes with this sha256; None where they are not here, or not whole."""
        place = self._blob(sha256)
        try:
            data = place.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            place.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(place)  # needed today, so not the first to be removed
        return data

    def remember(self, key: tuple[str, ...], model: CachedModel) -> None:
        """Keep what the Hub said; `key` is what it was asked."""
        self._write(self._model(key), msgspec.json.encode(model))

    def recall(self, key: tuple[str, ...]) -> CachedModel | None:
        """What the Hub said when it was last asked this; None where that is not here, not readable, or where one of
        the documents is gone."""
        try:
            found = msgspec.json.decode(self._model(key).read_bytes(), type=CachedModel)
        except (OSError, msgspec.DecodeError):
            return None
        whole = found.version == _VERSION and all(self._blob(document.sha256).is_file() for document in found.documents)
        return found if whole else None

    def remember_weights(self, key: tuple[str, ...], weights: CachedWeights) -> None:
        """Keep what a weight file holds; `key` says which one, by its content."""
        self._write(self._weights(key), msgspec.json.encode(weights))

    def recall_weights(self, key: tuple[str, ...]) -> CachedWeights | None:
        """What a weight file of this content was found to hold by this very version; None where nobody looked."""
        try:
            return msgspec.json.decode(self._weights(key).read_bytes(), type=CachedWeights)
        except (OSError, msgspec.DecodeError):
            return None

    def documents(self, model: CachedModel) -> tuple[Document, ...] | None:
        """The documents of a model that is remembered; None where one of them is not whole any more."""
        found = []
        for document in model.documents:
            data = self.get(document.sha256)
            if data is None:
                return None
            found.append(Document.of(document.name, document.source, data))
        return tuple(found)

    def usage(self) -> Usage:
        rows = list(self._files())
        models = sum(path.parent.parent.name == "models" for path, _ in rows)
        oldest = min((entry.st_mtime for _, entry in rows), default=None)
        documents = sum(path.parent.parent.name == "blobs" for path, _ in rows)
        return Usage(models, documents, sum(entry.st_size for _, entry in rows), oldest)

    def prune(self, max_bytes: int = MAX_BYTES, older_than: float | None = None) -> int:
        """Remove what was last written before `older_than` (seconds since the epoch), then the oldest until
        `max_bytes` are left; how many bytes were removed."""
        rows = sorted(self._files(), key=lambda row: (row[1].st_mtime, str(row[0])))
        left = sum(entry.st_size for _, entry in rows)
        removed = 0
        for path, entry in rows:
            if left <= max_bytes and (older_than is None or entry.st_mtime >= older_than):
                continue
            path.unlink(missing_ok=True)
            left -= entry.st_size
            removed += entry.st_size
        return removed

    def keep_in_bounds(self) -> None:
        """`prune`, where this run has added anything."""
        if self.grown:
            self.prune()

    def _blob(self, sha256: str) -> Path:
        return self.folder / "blobs" / sha256[:2] / sha256

    def _model(self, key: tuple[str, ...]) -> Path:
        return self._named("models", key)

    def _weights(self, key: tuple[str, ...]) -> Path:
        return self._named("weights", (*key, _VERSION))

    def _named(self, kind: str, key: tuple[str, ...]) -> Path:
        name = hashlib.sha256("\0".join(key).encode(errors="surrogatepass")).hexdigest()
        return self.folder / kind / name[:2] / name

    def _write(self, place: Path, data: bytes) -> None:
        temporary = place.with_name(f".{place.name}.{os.getpid()}.{time.monotonic_ns()}.tmp")
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                temporary.write_bytes(data)
                temporary.replace(place)
                self.grown = True
            finally:
                temporary.unlink(missing_ok=True)
        except OSError:  # no space, no permission: the run goes on without a cache
            return

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Everything that is kept; temporary files that nobody can be writing any more are removed on the way."""
        for path in self.folder.glob("*/??/*"):
            try:
                entry = path.stat()
            except OSError:
                continue
            if not path.name.startswith("."):
                yield path, entry
            elif time.time() - entry.st_mtime > _STALE:
                path.unlink(missing_ok=True)
