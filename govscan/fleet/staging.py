"""JSONL and CSV enter, Parquet of the documented layout leaves; a line that nobody can read is a row that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from govscan.errors import GovscanError
from govscan.fleet.layout import MissingColumns, chosen
from govscan.fleet.names import LISTS, NAMES, TEXTS

MAX_LINE: Final = 64_000_000
"""Bytes of a line."""
_ROWS: Final = 512
_BYTES: Final = 32_000_000
SCHEMA: Final = pa.schema(
    [(name, pa.list_(pa.binary()) if name in LISTS else pa.binary()) for name in NAMES] + [("trouble", pa.binary())]
)


def staged(path: Path, folder: Path, asked: Mapping[str, str]) -> Path:
    """The file itself where it is Parquet, else a Parquet file in `folder` with the same rows.

    Raises:
        GovscanError: it cannot be read at all, or there is no room.
    """
    if path.suffix.lower() == ".parquet":
        return path
    target = folder / f"{path.name}.parquet"
    if target.is_file():
        return target
    rows = _csv_rows(path, asked) if path.suffix.lower() == ".csv" else _json_rows(path, asked)
    temporary = target.with_name(target.name + ".tmp")
    try:
        with pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
            for batch in _batches(rows):
                writer.write_batch(batch)
        temporary.replace(target)
    except OSError as error:
        raise GovscanError(f"{path}: cannot be read, or there is no room in {folder}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
    waiting: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row.get("card") or b"")
        if len(waiting) >= _ROWS or size >= _BYTES:
            yield pa.RecordBatch.from_pylist(waiting, schema=SCHEMA)
            waiting, size = [], 0
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema=SCHEMA)


def _json_rows(path: Path, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    known: dict[frozenset[str], dict[str, str]] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            yield _trouble(f"line {number} is longer than {MAX_LINE:,} bytes")
            continue
        try:
            data = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            try:  # one byte that is not UTF-8 shall not lose the row
                data = msgspec.json.decode(line.decode("utf-8", "replace"))
            except (msgspec.DecodeError, RecursionError):
                yield _trouble(f"line {number} is not JSON: {error}")
                continue
        if not isinstance(data, dict):
            yield _trouble(f"line {number} is no JSON object")
            continue
        keys = frozenset(data)
        if keys not in known:
            if len(known) > 1_000:
                known.clear()
            try:
                known[keys] = chosen(sorted(keys), asked, f"line {number}")
            except MissingColumns as error:
                if not known and number == 1:
                    raise
                yield _trouble(str(error))
                continue
        yield _row(data, known[keys], number)


def _lines(path: Path) -> Iterator[bytes]:
    """Lines, none longer than a little over the bound."""
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE + 1):
            yield line
            while len(line) > MAX_LINE and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE + 1)


def _row(data: Mapping[str, Any], columns: Mapping[str, str], number: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, column in columns.items():
        value = data[column]
        if value is None:
            continue
        if name in LISTS:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                return _trouble(f"line {number}: {column} is no list of texts")
            row[name] = [each.encode("utf-8", "surrogatepass") for each in value]
        elif isinstance(value, str):
            row[name] = value.encode("utf-8", "surrogatepass")
        elif name in TEXTS:
            return _trouble(f"line {number}: {column} is no text")
        else:
            row[name] = str(value).encode()
    return row


def _csv_rows(path: Path, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(MAX_LINE)
    with path.open("rb") as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.reader(text)
        header = next(reader, [])
        columns = chosen(header, asked, path.name)
        at = {name: header.index(column) for name, column in columns.items()}
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _trouble(f"line {reader.line_num}: {error}")
                continue
            if len(cells) != len(header):
                if cells:
                    yield _trouble(f"line {reader.line_num} has {len(cells)} cells, not {len(header)}")
                continue
            yield {
                name: _listed(cells[column]) if name in LISTS else _cell(cells[column])
                for name, column in at.items()
                if cells[column]
            }


def _cell(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _listed(text: str) -> list[bytes]:
    """A list in a cell: as JSON or Python write it, else with commas or semicolons between."""
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    parts = inner.replace(";", ",").split(",")
    return [_cell(word) for part in parts if (word := part.strip().strip("'\""))]


def _trouble(message: str) -> dict[str, Any]:
    return {"trouble": message[:500].encode("utf-8", "replace")}
