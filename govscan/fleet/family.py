"""The cards of base models, set aside before a run: batches of a table enter, evidence by name leaves.

Which models are named as base models is found by a cheap look at the bytes of all cards, which names too many rather
than too few: what a lineage then asks for is decided by the same reading as everywhere.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
from msgspec.structs import replace

from govscan.evidence import Evidence
from govscan.fleet.layout import Given, subject_of
from govscan.fleet.task import Subject
from govscan.identify import cataloged_bases
from govscan.reference import Identity

_HEAD: Final = 65_536  # bytes in which the front matter is looked for
_TEXT: Final = 400_000  # bytes of a card in which models are named
_KEYS: Final = (b"base_model", b"merged_from")
_HINTS: Final = (
    *(b"distil", b"teacher", b"generated", b"created", b"synthe", b"outputs", b"responses", b"answers"),
    *("蒸馏".encode(), "生成".encode()),
)
_TOKEN: Final = re.compile(rb"[A-Za-z0-9][\w./-]*")
_PATH: Final = re.compile(rb"(?<![\w.-])(?:huggingface\.co/)?([A-Za-z0-9][\w.-]*+/[\w.-]++)")
_HUB: Final = b"huggingface.co/"


class Gathering:
    """Two looks at a table: `name` every batch, then `keep` every batch, then `finish`. A file that is `complete` was
    gathered before."""

    def __init__(self, path: Path) -> None:
        self.path, self.complete = path, path.is_file()
        self._unfinished = path.with_name(path.name + ".tmp")
        self._wanted: set[int] = set()

    def __enter__(self) -> Gathering:
        if not self.complete:
            self._unfinished.unlink(missing_ok=True)
            self._store = sqlite3.connect(self._unfinished, isolation_level=None)
            self._store.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            self._store.execute("CREATE TABLE cards (name TEXT PRIMARY KEY, line BLOB) WITHOUT ROWID")
            self._want(name.encode() for name in cataloged_bases())
        return self

    def __exit__(self, *_: object) -> None:
        if not self.complete:
            self._store.close()
            self._unfinished.unlink(missing_ok=True)

    def name(self, batch: pa.RecordBatch) -> None:
        """Note the models that the cards of a batch name."""
        names = batch.schema.names
        for column in ("tags", "base_models"):
            if column in names:
                for each in batch.column(column).flatten().unique().to_pylist():
                    self._want(_bytes(each).rpartition(b":")[2:])
        for card in batch.column("card"):
            buffer = card.as_buffer()
            if buffer is not None:
                self._want(named_in(buffer.to_pybytes()))

    def _want(self, names: Iterable[bytes]) -> None:
        self._wanted.update(hash(name.lower()) for name in names)

    def keep(self, row: int, batch: pa.RecordBatch) -> None:
        """Set the rows aside whose models were named; the first row of a model stands for it."""
        for at, id_ in enumerate(batch.column("id").to_pylist()):
            if isinstance(id_, bytes) and hash(id_.lower()) in self._wanted:
                values = {name: batch.column(name)[at].as_py() for name in batch.schema.names}
                line = msgspec.msgpack.encode((row + at, values))
                name = id_.decode("utf-8", "replace").lower()
                self._store.execute("INSERT OR IGNORE INTO cards VALUES (?, ?)", (name, line))

    def finish(self) -> None:
        self._store.execute("COMMIT")
        self._store.close()
        self._unfinished.replace(self.path)
        self.complete = True


def named_in(card: bytes) -> Iterator[bytes]:
    """Every name in a card that may be that of a base model or teacher, and many that are not."""
    low = card[:_TEXT].lower()
    end = low.find(b"\n---", 4, _HEAD)
    head = low[: end if end > 0 else _HEAD]
    if any(key in head for key in _KEYS):
        for token in _TOKEN.findall(head):
            yield token.removeprefix(_HUB).rstrip(b"/")
    if any(hint in low for hint in _HINTS):
        for token in _PATH.findall(low):
            yield token.rstrip(b".")


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Family:
    """The cards that were set aside, by the names of their models."""

    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)

    def get(self, name: str) -> Evidence | None:
        """What was read of a model; None for one that is not in the set."""
        found = self._store.execute("SELECT line FROM cards WHERE name = ?", (name.lower(),)).fetchone()
        if found is None:
            return None
        row, values = msgspec.msgpack.decode(found[0])
        for met in subject_of(Given(row, values)):
            if isinstance(met, Subject):
                return replace(met.evidence, identity=Identity("huggingface", name))
        return None
