"""Asks the results of a fleet run a question, as `govscan fleet query` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govscan.fleet.query import arguments_of, ask, folder_of, open_fleet, question_named


def answers(folder: Path, name: str, *words: str) -> list[dict[str, Any]]:
    """`answers(folder, "territory", "country=DE")`: the rows as dictionaries."""
    question = question_named(name)
    arguments = arguments_of(question, words)
    with open_fleet(folder, folder_of(question, arguments)) as fleet:
        columns, rows = ask(fleet, question, arguments).fetched()
        return [dict(zip(columns, row, strict=True)) for row in rows]


def selected(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement of one's own."""
    with open_fleet(folder) as fleet:
        return list(fleet.select(sql).fetched()[1])
