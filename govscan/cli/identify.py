"""`govscan identify`: which license a file is, by its text alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from govscan.identify.clauses import Clause
    from govscan.identify.match import Match

UNKNOWN = 3
MOST_FILES = 2_000
SHOWN = 12  # differences on a terminal
NEAR = 0.5  # of a license that has less of the text, the differences say nothing
FOLDERS_PASSED_BY = frozenset({".git", ".hg", ".venv", "node_modules", "__pycache__"})


@click.command("identify")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--clauses", is_flag=True, help="Show the clauses also of a license that is known and unmodified.")
@click.option("--format", "format_", type=click.Choice(("terminal", "json")), default="terminal", show_default=True)
def command(files: tuple[Path, ...], clauses: bool, format_: str) -> int:
    """Say which license FILES are: id, confidence, lines, what they say otherwise than the license, and their clauses.

    Of a folder, the files that are named like licenses. Exit code 3 if a text is unknown.

    \b
    govscan identify LICENSE
    govscan identify --clauses models/house/LICENSE
    govscan identify --format json models/
    """
    from govscan.identify.clauses import read_clauses
    from govscan.identify.match import match
    from govscan.identify.match.reading import read_text

    results: list[tuple[Path, Match, list[Clause]]] = []
    for path in _every(files):
        text, problem = read_text(path)
        found = match(text) if text is not None else _unread(problem)
        wanted = text is not None and (clauses or format_ == "json" or found.modified or found.expression is None)
        read = read_clauses(text).values() if wanted and text is not None else ()
        results.append((path, found, [reading.clauses[0] for reading in read if reading.clauses]))
    if not results:
        click.echo("no file is named like a license", err=True)
        return UNKNOWN
    if format_ == "json":
        import json

        click.echo(json.dumps([_plain(*result) for result in results], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(line for result in results for line in _lines(*result)))
    return UNKNOWN if any(found.expression is None for _, found, _ in results) else 0


def _every(files: tuple[Path, ...]) -> list[Path]:
    """The files themselves, and of folders those that are named like licenses."""
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            found += _named_like_licenses(path)
        elif path.exists():
            found.append(path)
        else:
            raise click.UsageError(f"{path} does not exist")
    return found


def _named_like_licenses(folder: Path) -> list[Path]:
    import os

    from govscan.identify.text import role_of

    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in FOLDERS_PASSED_BY)
        found += [Path(place, name) for name in sorted(names) if role_of(name)]
        if len(found) > MOST_FILES:
            raise click.UsageError(f"{folder} has more than {MOST_FILES:,} files that are named like licenses")
    return found


def _unread(problem: str) -> Match:
    from govscan.identify.match import Match

    return Match(None, 0.0, False, reason=problem)


def _lines(path: Path, found: Match, clauses: Sequence[Clause]) -> list[str]:
    from govscan.facts import value_text
    from govscan.render.escape import visible

    name = visible(str(path))
    if found.expression is None:
        lines = [f"{name}: unknown: {found.reason}"]
        lines += [f"  nearest {id_} {score:.1%}" for id_, score in found.nearest]
    else:
        state = "modified" if found.modified else "unmodified"
        lines = [f"{name}: {found.expression}, {state}, confidence {found.confidence:.2f}"]
        lines += [f"  {found.reason}"] if found.reason else []
        lines += [f"  lines {s.line} to {s.end_line}: {s.id} {s.score:.1%}" for s in found.spans]
    near = found.expression is not None or any(score >= NEAR for _, score in found.nearest)
    differences = found.differences if near else ()
    lines += [f"  {visible(str(difference))}" for difference in differences[:SHOWN]]
    more = len(differences) - SHOWN
    lines += [f"  and {more} more differences"] if more > 0 else []
    for clause in clauses:
        value = "" if clause.value == clause.quote else f" {visible(value_text(clause.value))}"
        lines.append(f"  {clause.term}{value}, line {clause.line}: {visible(clause.quote)}")
    return lines


def _plain(path: Path, found: Match, clauses: Sequence[Clause]) -> dict[str, Any]:
    from govscan.facts import value_text

    return {
        "file": str(path),
        "expression": found.expression,
        "confidence": found.confidence,
        "modified": found.modified if found.expression else None,
        "reason": found.reason or None,
        "spans": [{"id": s.id, "line": s.line, "end_line": s.end_line, "score": s.score} for s in found.spans],
        "differences": [
            {"kind": str(d.kind), "line": d.line, "end_line": d.end_line, "words": d.words, "quote": d.quote or None}
            for d in found.differences
        ],
        "clauses": [
            {
                "term": c.term,
                "value": value_text(c.value),
                "line": c.line,
                "end_line": c.end_line,
                "quote": c.quote,
                "confidence": c.confidence,
            }
            for c in clauses
        ],
        "nearest": [{"id": id_, "score": score} for id_, score in found.nearest],
    }
