"""Tables of cards: Parquet files, or JSONL and CSV that are made into Parquet first. Files enter, tasks leave.

A task is a batch of rows as they stand in the file. Only the columns that are used are read, a bounded number of rows
at a time, so that the memory of a run does not depend on how large a file or one of its row groups is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from govscan.errors import GovscanError
from govscan.evidence import Evidence, Failure, Unresolved
from govscan.fleet.family import Family, Gathering
from govscan.fleet.layout import Given, MissingColumns, chosen, subject_of
from govscan.fleet.names import LISTS, TEXTS
from govscan.fleet.staging import staged
from govscan.fleet.task import Bad, Met, Order, Task
from govscan.reference import Identity

READ: Final = 512
"""Rows that are read at once: long cards add up."""
SUFFIXES: Final = (".parquet", ".jsonl", ".ndjson", ".csv")
_ENDS: Final = 1 << 20
_FAMILY: Final = "family.sqlite"


class Tables:
    """Files of one layout, one after the other. `asked` says which column is which where the names do not tell, `batch`
    how many rows a task has at most."""

    kind = "cards"

    def __init__(self, files: Sequence[Path], asked: Mapping[str, str], batch: int) -> None:
        self.files, self.asked, self.batch = list(files), asked, batch
        self._bad: dict[str, Bad] = {}
        self._ready: list[Path] = []
        self._family: Path | None = None

    def prepare(self, folder: Path) -> None:
        self._ready = [staged(path, folder, self.asked) for path in self.files]
        self._check()
        self._family = folder / _FAMILY
        with Gathering(self._family) as gathering:
            if not gathering.complete:
                for _, batch in self._batches():
                    gathering.name(batch)
                for row, batch in self._batches():
                    gathering.keep(row, batch)
                gathering.finish()

    def _check(self) -> None:
        """Refuse tables of which none has what is needed."""
        refused: list[GovscanError] = []
        for path, ready in zip(self.files, self._ready, strict=True):
            try:
                self._columns(path, ready)
            except MissingColumns as error:
                refused.append(error)
                self._trouble(path, 0, "malformed", str(error))
            except (OSError, pa.ArrowException):
                continue  # named where its rows are asked for
        if refused and len(refused) == len(self.files):
            raise refused[0]

    def rows(self) -> int | None:
        total = 0
        for ready in self._ready:
            try:
                total += pq.read_metadata(ready).num_rows
            except (OSError, pa.ArrowException):
                continue
        return total

    def described(self) -> Mapping[str, Any]:
        return {"files": [_file(path) for path in self.files]}

    def troubles(self) -> tuple[Bad, ...]:
        return tuple(self._bad.values())

    def opener(self) -> Opening:
        return Opening(str(self._family))

    def tasks(self, done: frozenset[int]) -> Iterator[Task]:
        number = first = count = 0
        waiting: list[pa.RecordBatch] = []
        for row, batch in self._batches():
            if waiting and (row != first + count or count + batch.num_rows > self.batch):
                if number not in done:
                    yield Task(number, first, count, (first, tuple(waiting)))
                number, waiting, count = number + 1, [], 0
            if not waiting:
                first = row
            waiting.append(batch)
            count += batch.num_rows
        if waiting and number not in done:
            yield Task(number, first, count, (first, tuple(waiting)))

    def _batches(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Rows of all files in their order, with the number of the first of each batch. What is damaged costs the rest
        of its row group."""
        row = 0
        for path, ready in zip(self.files, self._ready, strict=True):
            try:
                columns = self._columns(path, ready)
                with pq.ParquetFile(ready, pre_buffer=False, buffer_size=1 << 20) as file:
                    for group in range(file.num_row_groups):
                        yield from self._of_group(path, file, group, columns, row)
                        row += file.metadata.row_group(group).num_rows
            except MissingColumns as error:
                self._trouble(path, row, "malformed", str(error))
            except (OSError, pa.ArrowException) as error:
                self._trouble(path, row, "unreadable", f"{path.name} cannot be read: {_first_line(error)}")

    def _of_group(
        self, path: Path, file: pq.ParquetFile, group: int, columns: Mapping[str, str], row: int
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        try:
            for batch in file.iter_batches(min(READ, self.batch), row_groups=[group], columns=list(columns.values())):
                arrays = [self._plain(path, name, batch.column(column)) for name, column in columns.items()]
                yield row, pa.RecordBatch.from_arrays(arrays, names=list(columns))
                row += batch.num_rows
        except (OSError, pa.ArrowException) as error:
            said = f"{path.name} is damaged from row {row} of the source to the end of its row group: "
            self._trouble(path, row, "unreadable", said + _first_line(error))

    def _columns(self, path: Path, ready: Path) -> dict[str, str]:
        schema = pq.read_schema(ready)
        if ready != path:  # staged: in the layout already
            return {name: name for name in schema.names}
        return chosen(schema.names, self.asked, path.name)

    def _plain(self, path: Path, name: str, array: pa.Array) -> pa.Array:
        """Texts as bytes: nobody has looked whether they are UTF-8. A column of another type is left out, and named."""
        type_ = array.type
        if pa.types.is_dictionary(type_):
            array = array.dictionary_decode()
            type_ = array.type
        if name in TEXTS:
            if pa.types.is_string(type_) or pa.types.is_binary(type_):
                return array.view(pa.binary())
            if pa.types.is_large_string(type_) or pa.types.is_large_binary(type_):
                return array.view(pa.large_binary()).cast(pa.binary())
            if pa.types.is_string_view(type_) or pa.types.is_binary_view(type_):
                return array.cast(pa.binary())
        elif name in LISTS and (pa.types.is_list(type_) or pa.types.is_large_list(type_)):
            if _is_text(type_.value_type):
                return array.cast(pa.list_(pa.binary()))
        elif name not in LISTS:
            return array.cast(pa.date32(), safe=False) if pa.types.is_timestamp(type_) else array
        if not pa.types.is_null(type_):
            wanted = "text" if name in TEXTS else "lists of texts"
            self._trouble(path, 0, "malformed", f"{path.name}: the column {name} holds {type_}, not {wanted}")
        return pa.nulls(len(array), pa.list_(pa.binary()) if name in LISTS else pa.binary())

    def _trouble(self, path: Path, row: int, kind: str, message: str) -> None:
        self._bad.setdefault(message, Bad(row, path.name, kind, message))


def _file(path: Path) -> dict[str, Any]:
    """A file by its name, its size, and the digest of its ends: a table that was written anew has others."""
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = sha256(file.read(_ENDS))
        file.seek(max(0, size - _ENDS))
        digest.update(file.read(_ENDS))
    return {"name": path.name, "bytes": size, "sha256_of_ends": digest.hexdigest()}


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0][:300]


def _is_text(type_: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_binary(type_) or types.is_null(type_)
    )


class Opening(Struct, frozen=True):
    """Makes the reader of tables; `family` is the file with the cards of base models."""

    family: str

    def open(self, order: Order) -> TableReader:
        return TableReader(Family(Path(self.family)))


class TableReader:
    """Rows enter, models leave."""

    def __init__(self, family: Family) -> None:
        self.family = family

    def read(self, payload: tuple[int, Sequence[pa.RecordBatch]]) -> Iterator[Met]:
        row, batches = payload
        for batch in batches:
            for given in givens(row, batch):
                yield from subject_of(given)
            row += batch.num_rows

    def relative(self, identity: Identity) -> Evidence:
        found = self.family.get(identity.name) if identity.provider == "huggingface" else None
        return found or Unresolved(identity, Failure.OFFLINE, f"{identity.name} is not in the set")


def givens(row: int, batch: pa.RecordBatch) -> Iterator[Given]:
    """The rows of a batch, of which `row` is the number of the first."""
    names = batch.schema.names
    columns = [column.to_pylist() for column in batch.columns]
    for number, values in enumerate(zip(*columns, strict=True), row):
        yield Given(number, dict(zip(names, values, strict=True)))
