"""`govscan policy diff`: which verdicts change from one policy to another, on the models of a tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govscan.cli.options import now_option
from govscan.policy import Level

if TYPE_CHECKING:
    from govscan.evaluate.difference import Change


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--all", "every", is_flag=True, help="Show also verdicts that only one policy gives.")
@click.option("--format", "format_", type=click.Choice(("terminal", "json")), default="terminal", show_default=True)
@now_option
def command(old: Path, new: Path, path: Path, every: bool, format_: str, now: dt.date | None) -> int:
    """Judge the models under PATH (offline, by govscan.lock) by the policies OLD and NEW and show what changes.

    OLD and NEW are files, or packs such as govscan:baseline. Exit code 1 if an error appears or an undecided verdict
    or a pass turns into a failure; 0 otherwise.

    \b
    govscan policy diff govscan.yaml stricter.yaml
    govscan policy diff govscan:baseline govscan:commercial services
    """
    from govscan.engine import ScanRequest, scan
    from govscan.evaluate.difference import changes

    before, after = (scan(ScanRequest(path, policy=policy, offline=True, now=now)) for policy in (old, new))
    found = [change for change in changes(before.findings, after.findings) if every or change.both or change.worse]
    if format_ == "json":
        import json

        click.echo(json.dumps([_plain(change) for change in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found, before.policy.source, after.policy.source, len(after.models))))
    return 1 if any(change.worse and change.level is Level.ERROR for change in found) else 0


def _lines(found: list[Change], old: str, new: str, models: int) -> Iterator[str]:
    from govscan.render.escape import visible

    for change in found:
        where = f" in {change.context}" if change.context else ""
        verdicts = f"{change.old or 'no rule'} -> {change.new or 'no rule'}"
        yield f"{visible(str(change.model))}{where}: {change.rule} {verdicts}"
        if change.message:
            yield f"  {visible(change.message)}"
    worse = sum(change.worse for change in found)
    yield f"{old} -> {new}: {len(found)} verdicts on {models} models change, {worse} of them for the worse"


def _plain(change: Change) -> dict[str, Any]:
    return {
        "model": str(change.model),
        "context": change.context,
        "rule": change.rule,
        "level": str(change.level),
        "old": str(change.old) if change.old else None,
        "new": str(change.new) if change.new else None,
        "worse": change.worse,
        "message": change.message,
    }
