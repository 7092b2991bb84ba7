"""The parts of a run enter, its tables and figures leave."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct, field

from govscan.errors import GovscanError
from govscan.fleet.columns import PROBLEMS, SCHEMAS
from govscan.fleet.part import Counts, Part
from govscan.fleet.task import Bad

GROUP: Final = 65_536
"""Rows of a row group: what those who read the tables like."""


class Joined(Struct):
    """What all parts come to. `texts` is kind -> (met, different)."""

    counts: Counts = field(default_factory=Counts)
    problems: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    texts: dict[str, tuple[int, int]] = field(default_factory=dict)
    examples: list[Bad] = field(default_factory=list)  # the first problems


def join(parts: Iterable[Part], troubles: Iterable[Bad], out: Path) -> Joined:
    """Write the tables into `out`, each whole or not at all.

    Raises:
        GovscanError: there is no room.
    """
    found = Joined()
    seen: dict[str, array[int]] = {}
    temporary = {name: out / f".{name}.parquet.tmp" for name in SCHEMAS}
    try:
        writers = {name: _Writer(path, SCHEMAS[name]) for name, path in temporary.items()}
        try:
            writers["problems"].add(_table(troubles))
            for part in parts:
                for name, batch in part.tables.items():
                    writers[name].add(batch)
                found.counts.add(part.counts)
                for kind, data in part.hashes.items():
                    seen.setdefault(kind, array("Q")).frombytes(data)
                _note(found, part.tables["problems"])
            _note(found, _table(troubles))
        finally:
            for writer in writers.values():
                writer.close()
        for name, path in temporary.items():
            path.replace(out / f"{name}.parquet")
    except OSError as error:
        raise GovscanError(
            f"{out}: the tables cannot be written: {error.strerror or error}; what is done is kept, and the same "
            "command goes on from there"
        ) from error
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)
    found.texts = {kind: (len(hashes), _different(hashes)) for kind, hashes in sorted(seen.items())}
    return found


class _Writer:
    """Gathers batches into row groups."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", write_page_index=False)
        self._schema = schema
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._rows += batch.num_rows
        if self._rows >= GROUP:
            self._flush()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(table, row_group_size=2 * GROUP)
        self._waiting, self._rows = [], 0

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


def _table(troubles: Iterable[Bad]) -> pa.RecordBatch:
    rows = [{"row": each.row, "id": each.id, "kind": each.kind, "message": each.message} for each in troubles]
    return pa.RecordBatch.from_pylist(rows, schema=PROBLEMS)


def _note(found: Joined, problems: pa.RecordBatch) -> None:
    found.problems += problems.num_rows
    for each in problems.column("kind").value_counts().to_pylist():
        found.kinds[each["values"]] = found.kinds.get(each["values"], 0) + each["counts"]
    for row in problems.slice(0, max(0, 20 - len(found.examples))).to_pylist():
        found.examples.append(Bad(row["row"], row["id"], row["kind"], row["message"]))


def _different(hashes: array[int]) -> int:
    """How many different ones, without a set of them all."""
    table = pa.array(memoryview(hashes), pa.uint64()) if len(hashes) else pa.array([], pa.uint64())
    return int(pa.compute.count_distinct(table).as_py()) if len(table) else 0


def shares(texts: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """The figures about texts that were met more than once."""
    return {kind: {"met": met, "different": different} for kind, (met, different) in texts.items()}
