"""`govscan scan`: inventory and verdict of a whole tree."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import (
    cache_age_option,
    deliver,
    dossier_wanted,
    now_option,
    output_options,
    policy_option,
    progress_wanted,
)


@click.command("scan")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@policy_option
@click.option("--offline", is_flag=True, help="Ask no network: local folders, govscan.lock, HF cache, catalog only.")
@click.option("--locked", is_flag=True, help="Take govscan.lock as the only authority; what it lacks is undecided.")
@cache_age_option
@now_option
@output_options()
def command(
    path: Path,
    policy: Path | None,
    offline: bool,
    locked: bool,
    max_cache_age: float,
    now: dt.date | None,
    format_: str,
    outputs: tuple[tuple[str, Path], ...],
) -> int:
    """Find every model under PATH (default: this folder) and judge it by the policy.

    \b
    govscan scan
    govscan scan services --offline
    govscan scan . --output html:report.html --output json:report.json
    """
    from govscan.engine import ScanRequest, scan

    request = ScanRequest(
        path,
        policy=policy,
        offline=offline,
        locked=locked,
        now=now,
        progress=progress_wanted(),
        max_cache_age=max_cache_age,
        dossier=dossier_wanted(format_, outputs),
    )
    report = scan(request)
    return deliver(report, format_, outputs)
