"""`govscan history`: past audits, and questions about the models in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from govscan.history import Answer, History


@click.command("history")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help="Which models fit this condition, written as in a policy; may repeat, all have to hold.",
)
@click.option("--sql", "question", metavar="SELECT", help="A question in SQL; it can only read.")
@click.option("--all-days", is_flag=True, help="Ask all audits, not only the latest one of each repository.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def command(file: Path, conditions: tuple[str, ...], question: str | None, all_days: bool, format_: str) -> int:
    """What the audits in FILE say, which `govscan audit --history FILE` writes: the figures of every audit, or which
    models fit a condition.

    The exit code is 3 where a condition cannot be decided for some model, else 0.

    \b
    govscan history audits.db
    govscan history audits.db --where 'license.territory_excluded: {contains: EU}'
    govscan history audits.db --where 'endpoint.regions: {disjoint_from: [EU]}' --format csv
    govscan history audits.db --sql 'SELECT rule, count(*) FROM findings GROUP BY rule'
    """
    from govscan.history import ask, open_history, select

    if question is not None and conditions:
        raise click.UsageError("--where and --sql cannot be asked together")
    with open_history(file) as history:
        if question is not None:
            columns, rows = select(history, question)
            click.echo(_table(columns, rows, format_), nl=False)
            return 0
        if conditions:
            answer = ask(history, conditions, all_days=all_days)
            click.echo(_answer(answer, format_), nl=False)
            return 3 if answer.undecided else 0
        click.echo(_table(*_audits(history), format_), nl=False)
    return 0


def _audits(history: History) -> tuple[Sequence[str], list[Sequence[Any]]]:
    columns = ("repository", "day", "commit", "policy", "models", "errors", "undecided", "warnings", "exit_code")
    rows: list[Sequence[Any]] = [
        (
            past.repository, past.moment.day, past.commit[:12], past.policy, past.moment.models, past.moment.errors,
            past.moment.undecided, past.moment.warnings, past.exit_code,
        )
        for past in history.audits()
    ]  # fmt: skip
    return columns, rows


def _answer(answer: Answer, format_: str) -> str:
    from govscan.history.questions import lines
    from govscan.render.escape import visible

    if format_ == "text":
        return "".join(f"{visible(line)}\n" for line in lines(answer))
    columns = ("repository", "day", "model", "holds", "not_known", "used_in", "open_rules")
    rows = [
        (hit.repository, hit.day, hit.model, hit.holds, "; ".join(hit.missing), "; ".join(hit.places),
         "; ".join(hit.open_rules))
        for hit in (*answer.hits, *answer.undecided)
    ]  # fmt: skip
    return _table(columns, rows, format_)


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]], format_: str) -> str:
    from govscan.cli.tables import write_rows

    page = io.StringIO()
    write_rows(page, columns, rows, format_)
    return page.getvalue()
