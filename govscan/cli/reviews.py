"""`govscan reviews`: the records of a repository, and those that have ended."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from govscan.cli import records
from govscan.cli.options import now_option, policy_option, write_atomically
from govscan.policy import Ledger, Review, Waiver

COLUMNS = ("kind", "id", "model", "what", "verdict", "by", "from", "until", "days", "place")


class Days(click.ParamType[int]):
    """A number of days, as 30 or 30d."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).removesuffix("d")
        if not text.isdecimal():
            self.fail(f"{value!r} is not a number of days such as 30d", param, ctx)
        return int(text)


@click.group("reviews")
def command() -> None:
    """List reviews and waivers, and remove those that have ended."""


@command.command("list")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--expiring", type=Days(), metavar="DAYS", help="Only those that end within so many days, as 30d.")
@click.option("--expired", is_flag=True, help="Only those that have ended.")
@click.option("--format", "format_", type=click.Choice(("terminal", "json", "csv")), default="terminal")
@policy_option
@now_option
def list_(
    path: Path, expiring: int | None, expired: bool, format_: str, policy: Path | None, now: dt.date | None
) -> int:
    """List the reviews and waivers that govern PATH, those that end first at the top."""
    today = now or dt.datetime.now(dt.UTC).date()
    rows = [_row(record, today) for record in _records(_ledger(policy, path))]
    if expired:
        rows = [row for row in rows if row["days"] < 0]
    elif expiring is not None:
        rows = [row for row in rows if 0 <= row["days"] <= expiring]
    rows.sort(key=lambda row: (row["until"], row["kind"], row["id"]))
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif format_ == "csv":
        click.echo(_csv(rows), nl=False)
    else:
        click.echo("\n".join(_lines(rows)))
    return 0


@command.command("prune")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--write", is_flag=True, help="Change the files. Without it the changes are only shown.")
@policy_option
@now_option
def prune(path: Path, write: bool, policy: Path | None, now: dt.date | None) -> int:
    """Remove the reviews and waivers that have ended, and show what changes. Git keeps what was removed."""
    from govscan.evaluate.record_file import without_records

    today = now or dt.datetime.now(dt.UTC).date()
    ledger = _ledger(policy, path)
    ended = {record.id for record in _records(ledger) if record.expires < today}
    folder = records.records_folder(policy, path)
    changed = False
    for name, key in (("reviews.yaml", "reviews"), ("waivers.yaml", "waivers")):
        old = records.read_text(folder / name)
        new = without_records(old, f"{records.FOLDER}/{name}", key, ended) if old else old
        if new == old:
            continue
        changed = True
        lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{name}", f"b/{name}")
        click.echo("".join(lines), nl=False)
        if write:
            write_atomically(folder / name, new.encode())
    if not changed:
        click.echo("nothing has ended")
    elif not write:
        click.echo("nothing was written; --write does it")
    return 0


def _ledger(policy: Path | None, path: Path) -> Ledger:
    from govscan.evaluate import load_ledger

    return load_ledger(records.records_folder(policy, path).parent)


def _records(ledger: Ledger) -> tuple[Review | Waiver, ...]:
    return (*ledger.reviews, *ledger.waivers)


def _row(record: Review | Waiver, today: dt.date) -> dict[str, Any]:
    if isinstance(record, Review):
        kind = "imported review" if record.imported else "review"
        pin = record.revision or record.license_sha256
        what, verdict, by, start = ", ".join(record.criteria), str(record.verdict), record.reviewer, record.date
        model = f"{record.model}@{pin[:12]}" if pin else record.model
    else:
        kind, what, verdict, by, start = "waiver", record.rule, record.reason, record.approver, record.created
        model = record.model
    values = (kind, record.id, model, what, verdict, by, start.isoformat(), record.expires.isoformat())
    return dict(zip(COLUMNS, (*values, (record.expires - today).days, str(record.place)), strict=True))


def _lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    from govscan.render.escape import visible

    for row in rows:
        left = f"{row['days']} days left" if row["days"] >= 0 else f"ended {-row['days']} days ago"
        yield visible(
            f"{row['until']}  {left}  {row['kind']} {row['id']}: {row['verdict']}, {row['what']}, {row['model']}"
        )
        yield visible(f"    by {row['by']} on {row['from']}, {row['place']}")
    yield f"{len(rows)} records"


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    import csv
    import io

    from govscan.render.escape import spreadsheet_cell

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([spreadsheet_cell(row[name]) for name in COLUMNS] for row in rows)
    return text.getvalue()
