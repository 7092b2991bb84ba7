"""`govscan fleet query`: questions about a finished run, from a list or in SQL."""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from govscan.cli.options import opened_atomically
from govscan.cli.tables import write_rows

if TYPE_CHECKING:
    from govscan.fleet.query import Answer, Question

WIDEST = 60  # characters of a cell on a terminal
TABLE_ROWS = 50


@click.command("query")
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.argument("words", nargs=-1, metavar="[QUESTION] [NAME=VALUE]...")
@click.option("--sql", metavar="SELECT", help="A question of your own; it can only read.")
@click.option("--list", "listing", is_flag=True, help="Show the questions and their parameters.")
@click.option(
    "--format", "format_", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"At most so many rows, 0 for all.  [default: {TABLE_ROWS} of a table, else all]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def command(
    out: Path | None,
    words: tuple[str, ...],
    sql: str | None,
    listing: bool,
    format_: str,
    limit: int | None,
    output: Path | None,
) -> int:
    """Ask the results of `govscan fleet SOURCE -o OUT` a question.

    \b
    govscan fleet query --list
    govscan fleet query OUT license-drift change=loosened
    govscan fleet query OUT territory country=DE --format csv -o germany.csv
    govscan fleet query OUT descendants model=meta-llama/Llama-2-7b-hf
    govscan fleet query OUT policy-change before=OUT-OF-LAST-WEEK
    govscan fleet query OUT --sql 'SELECT "license.concluded", count(*) FROM models GROUP BY 1'
    """
    if listing:
        click.echo(_listing(), nl=False)
        return 0
    if out is None:
        raise click.UsageError("which results? Give the folder that a run wrote, or --list for the questions")
    if (sql is None) == (not words):
        raise click.UsageError("ask a question by its name (see --list) or with --sql, one of the two")
    if format_ == "parquet" and output is None:
        raise click.UsageError("--format parquet needs -o FILE")
    from govscan.fleet.query import arguments_of, ask, folder_of, open_fleet, question_named

    question = question_named(words[0]) if words else None
    arguments = arguments_of(question, words[1:]) if question else {}
    with open_fleet(out, folder_of(question, arguments) if question else None) as fleet:
        answer = ask(fleet, question, arguments) if question else fleet.select(sql or "")
        shown = (TABLE_ROWS if format_ == "table" and output is None else 0) if limit is None else limit
        _write(answer, format_, shown, output)
    return 0


def _write(answer: Answer, format_: str, limit: int, output: Path | None) -> None:
    if output is None:
        columns, found = answer.fetched()
        rows = _Rows(found, limit)
        write_rows(_Stdout(), columns, rows, format_, WIDEST)
        if rows.more:
            click.echo(f"govscan: only the first {limit:,} rows are shown; --limit 0 shows all", err=True)
        return
    with opened_atomically(output) as file:
        if format_ == "parquet":
            _parquet(answer, limit, file)
        else:
            columns, found = answer.fetched()
            page = io.TextIOWrapper(file, "utf-8", errors="replace", newline="")
            write_rows(page, columns, _Rows(found, limit), format_)
            page.detach()


class _Stdout:
    """Standard output that replaces what its encoding lacks."""

    def write(self, text: str, /) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        click.echo(text.encode(encoding, "replace").decode(encoding), nl=False)


class _Rows(Iterable[Sequence[Any]]):
    """The first `limit` rows, all for 0; `more` says afterwards whether any were left."""

    def __init__(self, rows: Iterator[Sequence[Any]], limit: int) -> None:
        self.rows = rows
        self.limit = limit
        self.more = False

    def __iter__(self) -> Iterator[Sequence[Any]]:
        if not self.limit:
            yield from self.rows
            return
        yield from itertools.islice(self.rows, self.limit)
        self.more = next(self.rows, None) is not None


def _parquet(answer: Answer, limit: int, file: IO[bytes]) -> None:
    """The rows as a Parquet file; its cells are as they were found, since nothing computes or shows them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    reader = answer.batches()
    left = limit
    with pq.ParquetWriter(file, reader.schema, compression="zstd") as writer:
        for batch in reader:
            kept = batch.slice(0, left) if limit else batch
            writer.write_table(pa.Table.from_batches([kept], reader.schema))
            left -= kept.num_rows
            if limit and left <= 0:
                break


def _listing() -> str:
    from govscan.fleet.query import QUESTIONS

    return "\n".join(line for question in QUESTIONS for line in _described(question)) + "\n"


def _described(question: Question) -> Iterator[str]:
    yield f"{question.name}"
    yield f"    {question.description}"
    for parameter in question.parameters:
        choices = f" ({', '.join(parameter.choices)})" if parameter.choices else ""
        default = f", {parameter.default} if not given" if parameter.default is not None else ""
        yield f"    {parameter.name}=...  {parameter.description}{choices}{default}"
