"""`govscan lock`: resolve and pin. The one verb that needs the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from govscan.cli.options import cache_age_option, now_option, policy_option, progress_wanted
from govscan.errors import GovscanError, InvalidInput
from govscan.evidence import LockEntry, Resolved
from govscan.reference import Identity
from govscan.report import Model, Report

if TYPE_CHECKING:
    from govscan.resolve.lock import Key

Entries = dict[Identity, LockEntry]


@click.command("lock")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where the lock is not what would be written.")
@click.option("--upgrade", metavar="MODEL", multiple=True, help="Renew only this model; repeat for more.")
@policy_option
@cache_age_option
@now_option
def command(
    path: Path, check: bool, upgrade: tuple[str, ...], policy: Path | None, max_cache_age: float, now: dt.date | None
) -> int:
    """Resolve every model that PATH names, and what it was made from, and write what was read to govscan.lock, for
    runs without network.

    An entry that still says the same keeps its date. A model that cannot be resolved today keeps the entry it had;
    without one it is missing from the lock, and the exit code is 3.
    """
    from govscan.engine import ScanRequest, root_of, scan
    from govscan.resolve.lock import LOCK_NAME
    from govscan.resolve.lock_writer import holding, write_lock

    request = ScanRequest(
        path,
        policy=policy,
        now=now,
        progress=progress_wanted(),
        max_cache_age=max_cache_age,
        relatives=True,
        heed_lock=False,
    )
    report = scan(request)
    root = root_of(request)
    chosen = _chosen(report, upgrade)
    areas = _areas(root, report)
    changed = False
    unlocked: dict[Identity, Model] = {}
    for area in areas:
        part = _part(report, area, areas)
        folder = root / area
        whole = path.is_dir() and folder.resolve().is_relative_to(path.resolve())
        with holding(folder):  # two runs at once must not lose what the other one wrote
            known = _known(folder)
            entries = lock_entries(part, known, whole, chosen)
            changes = list(_changes(known, entries))
            different = bool(changes) if check else write_lock(folder / LOCK_NAME, entries, report.policy.foreign)
        unlocked |= {each.identity: each for each in part.models if _is_unread(each) and each.identity not in entries}
        for sentence in changes if check else ():
            click.echo(sentence)
        state = ("not up to date: run `govscan lock`" if check else "written") if different else "unchanged"
        click.echo(f"{folder / LOCK_NAME}: {len(entries)} models, {state}")
        changed |= different
    for model in unlocked.values():
        assert not isinstance(model.evidence, Resolved)
        click.echo(f"govscan: not locked: {model.identity}: {model.evidence.detail}", err=True)
    return 1 if check and changed else 3 if unlocked else 0


def _areas(root: Path, report: Report) -> tuple[str, ...]:
    """The folders that have a lock: the root (""), and the sub-trees in which somebody put one."""
    from govscan.resolve.lock import LOCK_NAME

    return ("", *(each.path for each in report.policy.subtrees if (root / each.path / LOCK_NAME).is_file()))


def _part(report: Report, area: str, areas: tuple[str, ...]) -> Report:
    """The models that a folder's lock is for: those that its files name, below it and in no deeper folder with one."""

    def home(path: str) -> str:
        return max((each for each in areas if not each or path.startswith(f"{each}/")), key=len)

    models = [model for model in report.models if any(home(ref.location.path) == area for ref in model.references)]
    return replace(report, models=tuple(models), relatives=report.relatives if models else ())


def lock_entries(
    report: Report, known: Mapping[Identity, LockEntry], whole: bool = True, chosen: frozenset[Key] | None = None
) -> Entries:
    """What the lock should say after a run; `known` is what it said before. Where the run saw only a part of the tree
    (not `whole`) the other entries stay; `chosen` are the only ones of those known that may change."""
    from govscan.resolve.lock import lock_key
    from govscan.resolve.lock_writer import entry_of

    entries: Entries = {} if whole else dict(known)
    rows = [*((model, False) for model in report.models), *((model, True) for model in report.relatives)]
    for model, base in rows:
        before = known.get(model.identity)
        kept = before is not None and chosen is not None and lock_key(model.identity) not in chosen
        if kept or _is_unread(model):
            if before is not None:
                entries[model.identity] = before
        elif isinstance(model.evidence, Resolved) and model.evidence.origin != "local":
            entry = entry_of(model.evidence, model.facts, report.now, base)
            entries[model.identity] = before if before is not None and _same(before, entry) else entry
    return entries


def _known(root: Path) -> Mapping[Identity, LockEntry]:
    """What the lock says now; nothing where a merge left it in pieces, which this run writes anew.

    Raises:
        InvalidInput: it cannot be read for another reason; whoever edited it may want to know.
    """
    from govscan.resolve.lock import LOCK_NAME
    from govscan.resolve.lock_reader import conflict_in, find_lock

    try:
        return find_lock(root) or {}
    except InvalidInput:
        text = (root / LOCK_NAME).read_text(encoding="utf-8", errors="replace")
        if not conflict_in(text):
            raise
        click.echo(f"govscan: {root / LOCK_NAME} has merge conflicts: every model is locked anew", err=True)
        return {}


def _chosen(report: Report, names: tuple[str, ...]) -> frozenset[Key] | None:
    """The keys of the models that are named on the command line; None where none is.

    Raises:
        GovscanError: no model of the tree has this name.
    """
    from govscan.resolve.lock import lock_key

    if not names:
        return None
    found: set[Key] = set()
    for name in names:
        wanted = name.lower().removeprefix("pkg:huggingface/")
        models = [*report.models, *report.relatives]
        hits = [each.identity for each in models if wanted in (each.identity.name.lower(), str(each.identity).lower())]
        if not hits:
            raise GovscanError(f"--upgrade {name}: no model of this tree has this name")
        found.update(lock_key(identity) for identity in hits)
    return frozenset(found)


def _is_unread(model: Model) -> bool:
    return not isinstance(model.evidence, Resolved)


def _changes(known: Mapping[Identity, LockEntry], entries: Entries) -> list[str]:
    """What is not as the lock says, one sentence a model."""
    from govscan.resolve.lock import lock_key

    before = {lock_key(identity): (identity, known[identity]) for identity in known}
    after = {lock_key(identity): (identity, entry) for identity, entry in entries.items()}
    said = []
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            said.append(f"{after[key][0]}: not in the lock")
        elif key not in after:
            said.append(f"{before[key][0]}: in the lock, but no longer used")
        elif not _same(before[key][1], after[key][1]):
            fields = ", ".join(_different(before[key][1], after[key][1]))
            said.append(f"{after[key][0]}: changed since {before[key][1].fetched}: {fields}")
    return said


def _same(before: LockEntry, after: LockEntry) -> bool:
    """Whether two entries differ in date and line at most."""
    return not _different(before, after)


def _different(before: LockEntry, after: LockEntry) -> list[str]:
    names = [name for name in before.__struct_fields__ if name not in ("fetched", "line")]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
