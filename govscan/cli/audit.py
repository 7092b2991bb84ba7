"""`govscan audit`: the full report of one or many repositories, in every format that somebody asks for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from govscan.cli.options import cache_age_option, now_option, policy_option, progress_wanted

DEFAULT = "html,json,csv,transfers,spdx,spdx3,cyclonedx,intoto"


class Formats(click.ParamType[tuple[str, ...]]):
    """Names of formats with commas between them."""

    name = "FORMATS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        from govscan.audit import FILES

        if isinstance(value, tuple):
            return value
        wanted = [part.strip() for part in str(value).split(",") if part.strip()]
        for part in wanted:
            if part not in FILES:
                self.fail(f"{part!r} is none of the formats {', '.join(FILES)}", param, ctx)
        if not wanted:
            self.fail("no format is named", param, ctx)
        return tuple(dict.fromkeys(wanted))


@click.command("audit")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--output", "-o", "folder", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Folder for the reports; it is made where it is not there.")  # fmt: skip
@click.option("--format", "formats", type=Formats(), default=DEFAULT, show_default=True, help="Formats, with commas.")
@click.option(
    "--since",
    "earlier",
    type=click.Path(path_type=Path, exists=True),
    help="An earlier report.json, or the folder of an earlier audit: changes.json says what is new, fixed and changed.",
)
@click.option(
    "--history",
    "history_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of past audits (SQLite, made where it is not there): this one is added, the reports show the trend.",
)
@click.option(
    "--template",
    "templates",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A Jinja template of your own, for example board.html.j2, which writes board.html; may repeat.",
)
@policy_option
@click.option("--offline", is_flag=True, help="Ask no network: local folders, govscan.lock, HF cache, catalog only.")
@click.option("--locked", is_flag=True, help="Take govscan.lock as the only authority; what it lacks is undecided.")
@cache_age_option
@now_option
def command(
    paths: tuple[Path, ...],
    folder: Path,
    formats: tuple[str, ...],
    earlier: Path | None,
    history_file: Path | None,
    templates: tuple[Path, ...],
    policy: Path | None,
    offline: bool,
    locked: bool,
    max_cache_age: float,
    now: dt.date | None,
) -> int:
    """Audit PATHS (default: this folder) in one run: reports in every format, and a manifest with the sha256 of each
    and of what it rests on. A PATH is a repository, or a govscan.lock whose models are judged without any code.

    Several repositories get a folder each. One that cannot be read does not stop the others; the exit code is 3 then.
    The same inputs and --now give the same bytes.

    \b
    govscan audit -o audit --now 2026-11-24
    govscan audit -o audit-2 --since audit --now 2026-12-24
    govscan audit shop billing -o audit --format html,spdx,cyclonedx --locked
    """
    from govscan.audit import audit, exit_code, with_trend, write_audit
    from govscan.engine import ScanRequest

    wanted = paths or (Path(),)
    request = ScanRequest(
        wanted[0],
        policy=policy,
        offline=offline,
        locked=locked,
        now=now or dt.datetime.now(dt.UTC).date(),
        progress=progress_wanted(),
        max_cache_age=max_cache_age,
    )
    found = audit(wanted, request, earlier)
    if history_file is None:
        files = write_audit(found, formats, folder, templates)
    else:
        from govscan.history import open_history

        with open_history(history_file, write=True) as history:  # kept only if the reports could be written
            found = with_trend(found, history)
            files = write_audit(found, formats, folder, templates)
    for each in found:
        if each.report is None:
            click.echo(f"govscan: {each.name}: not audited: {each.fault}", err=True)
        else:
            click.echo(f"{each.name}: {len(each.report.models)} models, exit code {each.report.exit_code}")
            if each.changes is not None:
                click.echo(f"{each.name}: {each.changes.sentence}")
    click.echo(f"{folder}: {len(files)} files")
    return exit_code(found)
