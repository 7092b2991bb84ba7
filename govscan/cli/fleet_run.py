"""`govscan fleet SOURCE`: judge every model of a source, and write tables that others can ask."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from govscan.cli.options import now_option, policy_option

KINDS = ("auto", "cards", "folders", "ids", "repositories")


class ColumnType(click.ParamType[tuple[str, str]]):
    """NAME=COLUMN: which column of a table is which of the layout."""

    name = "NAME=COLUMN"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        from govscan.fleet.names import NAMES

        if isinstance(value, tuple):
            return value
        name, equals, column = str(value).partition("=")
        if not equals or not column or name not in NAMES:
            self.fail(f"{value!r} is not NAME=COLUMN with one of the names {', '.join(NAMES)}", param, ctx)
        return name, column


@click.command("run")
@click.argument("source")
@policy_option
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True, help="Folder for the results.")
@click.option("--kind", type=click.Choice(KINDS), default="auto", show_default=True,
              help="What SOURCE is; it is looked at where nobody says so.")  # fmt: skip
@click.option("--column", "columns", type=ColumnType(), multiple=True,
              help="Which column of a table is which, for example card=readme; may repeat.")  # fmt: skip
@click.option("--context", "contexts", multiple=True, metavar="NAME",
              help="Judge in this context of the policy; may repeat. Default: in all that it declares.")  # fmt: skip
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes. Default: one a processor.")
@click.option("--batch", type=click.IntRange(1, 65_536), default=2_048, show_default=True,
              help="Rows of a table that a process takes at once.")  # fmt: skip
@click.option("--engine", type=click.Choice(("local", "dask")), default="local", show_default=True,
              help="Who works: processes of this machine, or dask.distributed (extra `dask`).")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="With --engine dask: the scheduler of a cluster that is there.")
@click.option("--offline", is_flag=True, help="Ask no network: for ids and repositories.")
@click.option("--fresh", is_flag=True, help="Throw an unfinished run in the folder away and start over.")
@now_option
def command(
    source: str,
    policy: Path | None,
    out: Path,
    kind: str,
    columns: tuple[tuple[str, str], ...],
    contexts: tuple[str, ...],
    jobs: int | None,
    batch: int,
    engine: str,
    scheduler: str | None,
    offline: bool,
    fresh: bool,
    now: dt.date | None,
) -> int:
    """Judge every model of SOURCE by the policy, in every context that the policy declares.

    SOURCE is a Parquet, JSONL or CSV file of model cards or a folder of such files; a folder of model folders, or a
    Hugging Face cache; a text file with ids of models, or with git repositories (paths or URLs), one a line.

    The folder gets models.parquet, findings.parquet, problems.parquet, summary.json, summary.html and run.json. A run
    that was interrupted goes on where it was when the same command is given again.

    \b
    govscan fleet cards.parquet --policy govscan.yaml -o fleet
    govscan fleet ~/.cache/huggingface/hub -o fleet
    govscan fleet ids.txt -o fleet --offline
    govscan fleet cards.parquet -o fleet --engine dask --scheduler tcp://10.0.0.5:8786
    """
    from govscan.fleet.names import needed

    if scheduler and engine != "dask":
        raise click.UsageError("--scheduler needs --engine dask")
    needed("pyarrow", "fleet")
    if engine == "dask":
        needed("distributed", "dask")
    from govscan.fleet.run import FleetRequest, run

    request = FleetRequest(
        source,
        out,
        policy=policy,
        now=now,
        kind=kind,
        columns=dict(columns),
        contexts=contexts,
        jobs=jobs or 0,
        batch=batch,
        engine=engine,
        scheduler=scheduler,
        offline=offline,
        fresh=fresh,
        progress=_progress(),
    )
    try:
        found = run(request)
    except KeyboardInterrupt:
        click.echo("govscan: interrupted; what is done is kept, the same command goes on from there", err=True)
        return 130
    for line in _lines(found, out):
        click.echo(line)
    code = found["exit_code"]
    assert isinstance(code, int)
    return code


def _lines(found: Mapping[str, Any], out: Path) -> list[str]:
    verdicts = ", ".join(f"{number:,} {verdict}" for verdict, number in found["verdicts"].items())
    lines = [f"{found['models']:,} models in {found['rows']:,} rows: {verdicts or 'none'}"]
    problems = found["problems"]
    for each in problems["first"][:5]:
        name = f" ({each['id']})" if each["id"] else ""
        lines.append(f"problem in row {each['row']}{name}: {each['message']}")
    if problems["count"] > 5:
        lines.append(f"... {problems['count']:,} problems in all, see {out / 'problems.parquet'}")
    lines += [f"{each['rule']}: {_verdicts(each)}" for each in found["rules"][:10]]
    lines.append(f"{out / 'summary.html'}; exit code {found['exit_code']}")
    return lines


def _verdicts(rule: Mapping[str, Any]) -> str:
    return ", ".join(f"{number:,} {verdict}" for verdict, number in rule.items() if verdict != "rule")


def _progress() -> Callable[[int, int | None], None] | None:
    """Shows how far a run is, how fast, and how long it will take; nothing in CI or where stderr is no terminal."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        return None
    begun: list[tuple[float, int]] = []  # when the first word came, and how much was done before

    def show(done: int, total: int | None) -> None:
        if not begun:
            begun.append((time.monotonic(), done))
        since, before = begun[0]
        rate = (done - before) / max(time.monotonic() - since, 0.001)
        text = f"{done:,} models, {rate:,.0f} a second"
        if total and rate:
            left = max(0, total - done) / max(rate, 0.001)
            filled = min(24, 24 * done // total)
            text = (
                f"[{'#' * filled}{'.' * (24 - filled)}] {done:,} of {total:,}, {rate:,.0f} a second, {_time(left)} left"
            )
        end = "\r\x1b[K" if total and done >= total else ""
        sys.stderr.write(f"\r\x1b[K{text}{end}")
        sys.stderr.flush()

    return show


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
