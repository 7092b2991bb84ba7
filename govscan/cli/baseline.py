"""`govscan baseline`: begin with what is there, and fail only what comes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli import records
from govscan.cli.options import now_option, policy_option, progress_wanted, write_atomically
from govscan.evidence import Resolved

NAME = "baseline.yaml"


@click.command("baseline")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--prune", is_flag=True, help="Only take out what no longer occurs; add nothing.")
@click.option("--offline", is_flag=True, help="Ask no network: judge as the commit hook does.")
@policy_option
@now_option
def command(path: Path, prune: bool, offline: bool, policy: Path | None, now: dt.date | None) -> int:
    """Record today's findings under PATH in .govscan/baseline.yaml, beside the policy.

    They stay in every report with their age, and fail nothing until what decides them changes. A new finding fails, on
    another model in the same file as well. What was recorded before keeps its day; what is gone is taken out.
    """
    from govscan.engine import ScanRequest, scan
    from govscan.evaluate import load_ledger
    from govscan.evaluate.baseline import bare, renewed

    folder = records.records_folder(policy, path)
    known = load_ledger(folder.parent).baseline
    report = scan(
        ScanRequest(path, policy=policy, offline=offline, now=now, progress=progress_wanted(), heed_baseline=False)
    )
    unread = {bare(model.identity) for model in report.models if not isinstance(model.evidence, Resolved)}
    text = renewed(known, report.findings, unread, dt.date.fromisoformat(report.now), add=not prune)
    place = folder / NAME
    if text != records.read_text(place):
        folder.mkdir(exist_ok=True)
        write_atomically(place, text.encode())
    click.echo(f"{place}: {text.count('fingerprint:')} findings, {len(known)} before; commit it")
    return 0
