"""Rows as text: aligned columns, CSV or JSON. What was scanned is escaped for the terminal and the spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from govscan.render.escape import shortened, spreadsheet_cell, visible


class _Page(Protocol):
    def write(self, text: str, /) -> object: ...


def write_rows(
    page: _Page, columns: Sequence[str], rows: Iterable[Sequence[Any]], format_: str, widest: int | None = None
) -> None:
    """Write rows as "table", "csv" or "json". The first reads all rows before it writes, the others go row by row.
    `widest` is the most characters that a cell of a table may have."""
    if format_ == "json":
        for part in _json(columns, rows):
            page.write(part)
    elif format_ == "csv":
        writer = csv.writer(page, lineterminator="\n")
        writer.writerow([spreadsheet_cell(column) for column in columns])
        writer.writerows([spreadsheet_cell(_flat(value)) for value in row] for row in rows)
    else:
        page.write(_table(columns, rows, widest))


def _json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    between = "["
    for row in rows:
        text = json.dumps(dict(zip(columns, row, strict=True)), indent=2, ensure_ascii=True, default=str)
        yield between + "\n  " + text.replace("\n", "\n  ")
        between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]], widest: int | None) -> str:
    def cell(value: object) -> str:
        text = str("" if value is None else _flat(value))
        return visible(text) if widest is None else shortened(text, widest)

    cells = [[cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    return "".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in ([visible(column) for column in columns], *cells)
    )


def _flat(value: object) -> object:
    """A list as `a; b`, a map as `a: b; c: d`, anything else as it is."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {entry}" for key, entry in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
