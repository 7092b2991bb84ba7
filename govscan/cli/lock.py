"""`govscan lock`: resolve and pin. The one verb that needs the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

from govscan.cli.options import now_option, policy_option, progress_wanted
from govscan.evidence import LockEntry, Resolved
from govscan.reference import Identity
from govscan.report import Report


@click.command("lock")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@policy_option
@now_option
def command(path: Path, policy: Path | None, now: dt.date | None) -> int:
    """Resolve every model that PATH names and write what was read to govscan.lock, for runs without network.

    An entry that still says the same keeps its date. A model that cannot be resolved today keeps the entry it had;
    without one it is missing from the lock, and the exit code is 3.
    """
    from govscan.engine import ScanRequest, root_of, scan
    from govscan.resolve.lock import LOCK_NAME
    from govscan.resolve.lock_reader import find_lock
    from govscan.resolve.lock_writer import write_lock

    request = ScanRequest(path, policy=policy, now=now, progress=progress_wanted())
    report = scan(request)
    root = root_of(request)
    known: Mapping[Identity, LockEntry] = find_lock(root) or {}
    entries = lock_entries(report, known)
    unlocked = [
        model for model in report.models if not isinstance(model.evidence, Resolved) and model.identity not in entries
    ]
    changed = write_lock(root / LOCK_NAME, entries, report.policy.foreign)
    state = "written" if changed else "unchanged"
    click.echo(f"{root / LOCK_NAME}: {len(entries)} models, {state}")
    for model in unlocked:
        assert not isinstance(model.evidence, Resolved)
        click.echo(f"govscan: not locked: {model.identity}: {model.evidence.detail}", err=True)
    return 3 if unlocked else 0


def lock_entries(report: Report, known: Mapping[Identity, LockEntry]) -> dict[Identity, LockEntry]:
    """What the lock should say after a run; `known` is what it said before."""
    from govscan.resolve.lock_writer import entry_of

    entries: dict[Identity, LockEntry] = {}
    for model in report.models:
        before = known.get(model.identity)
        if not isinstance(model.evidence, Resolved):
            if before is not None:
                entries[model.identity] = before
        elif model.evidence.origin != "local":  # the tree itself is the record of what lies in it
            entry = entry_of(model.evidence, model.facts, report.now)
            entries[model.identity] = before if before is not None and _same(before, entry) else entry
    return entries


def _same(before: LockEntry, after: LockEntry) -> bool:
    """Whether two entries differ in date and line at most."""
    return _content(before) == _content(after)


def _content(entry: LockEntry) -> tuple[object, ...]:
    said = (entry.license_declared, entry.license_detected, entry.license_concluded)
    return (entry.revision, said, entry.base_models, entry.documents)
