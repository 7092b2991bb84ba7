"""`govscan fleet SOURCE`: judge every model of a source, and write tables that others can ask."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import now_option, policy_option


@click.command("run")
@click.argument("source")
@policy_option
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True, help="Folder for the results.")
@now_option
def command(source: str, policy: Path | None, out: Path, now: dt.date | None) -> int:
    """Judge every model of SOURCE by the policy."""
    from govscan.errors import GovscanError

    raise GovscanError(f"{source}: nothing reads this yet")
