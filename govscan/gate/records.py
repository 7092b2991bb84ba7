"""What govscan judges by, as a request would change it: two folders of records enter, sentences for a reviewer leave.

A request cannot decide by which policy it is judged. What it changes of the policy, the reviews, the waivers and the
baseline is in force after the merge, and is listed, so that whoever merges knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import basename
from typing import Final, TypeVar

from msgspec import Struct

from govscan.comparison import RecordChange
from govscan.errors import GovscanError
from govscan.evaluate import evaluate, load_ledger, load_policy
from govscan.evaluate.difference import changes
from govscan.evaluate.load import NAMES as POLICIES
from govscan.finding import Verdict
from govscan.policy import BaselineEntry, Ledger, Policy, Review, Waiver
from govscan.report import Report

_Record = TypeVar("_Record", Review, Waiver)

LOCK: Final = "govscan.lock"
FOLDER: Final = ".govscan"
LISTED: Final = 8
"""Verdicts that a change of policy would change, named before "and N more"."""


def is_record(path: str) -> bool:
    """Whether a file, by its name, is one that govscan judges by. Letter case counts as little as on some disks."""
    parts = path.lower().split("/")
    return parts[-1] in (*POLICIES, LOCK) or FOLDER in parts


class Law(Struct, frozen=True):
    """A policy and its records as a state of the repository has them. `fault` says why they cannot be read; then the
    rest is empty."""

    policy: Policy | None
    ledger: Ledger
    fault: str = ""


def law_of(folder: Path, prefix: str, policy: Path | None) -> Law:
    """The policy and the records in a folder with a repository's records; mistakes in them are its `fault`."""
    try:
        found = load_policy(policy, folder / prefix)
        return Law(found, load_ledger(_policy_folder(folder, prefix)))
    except GovscanError as error:
        return Law(None, Ledger(), str(error))


def _policy_folder(folder: Path, prefix: str) -> Path:
    from govscan.evaluate import find_policy

    found = find_policy(None, folder / prefix)
    return found.parent if found is not None else folder / prefix


def record_changes(before: Law, after: Law, report: Report, now: dt.date) -> Iterator[RecordChange]:
    """What the change from one law to another means; `report` is of the tree that it will be applied to."""
    if after.fault:
        sentence = f"after the merge no run could read the policy or its records: {after.fault}"
        yield RecordChange(_path_of(before.policy), sentence, Verdict.FAIL)
        return
    assert after.policy is not None
    if before.policy is not None and before.policy.digest != after.policy.digest:
        old, new = before.policy, after.policy
        said = f"policy {old.name} ({old.digest[:12]}) becomes {new.name} ({new.digest[:12]})"
        yield RecordChange(_path_of(new), said)
    for sentence in _by_id(before.ledger.waivers, after.ledger.waivers, "waiver", _waiver):
        yield RecordChange(f"{FOLDER}/waivers.yaml", sentence)
    for sentence in _by_id(before.ledger.reviews, after.ledger.reviews, "review", _review):
        yield RecordChange(f"{FOLDER}/reviews.yaml", sentence)
    if before.ledger.criteria != after.ledger.criteria:
        yield RecordChange(f"{FOLDER}/reviews.yaml", "who may review what (criteria) changes")
    yield from _baseline(before.ledger.baseline, after.ledger.baseline)
    if (before.policy, before.ledger) != (after.policy, after.ledger):
        yield from _consequences(after, report, now)


def _path_of(policy: Policy | None) -> str:
    source = policy.source if policy is not None else ""
    return POLICIES[0] if not source or source.startswith("govscan:") else source


def _consequences(after: Law, report: Report, now: dt.date) -> Iterator[RecordChange]:
    """Which verdicts on the tree as it will be are others under the changed law."""
    assert after.policy is not None
    judged = evaluate(after.policy, after.ledger, report.models, now)
    found = [
        change
        for change in changes(report.findings, judged.findings)
        if change.worse or change.old in (Verdict.FAIL, Verdict.UNKNOWN)
    ]
    if not found:
        return
    rows = [
        f"{change.rule} for {change.model}{f' in {change.context}' if change.context else ''}: "
        f"{change.old or 'no rule'} -> {change.new or 'no rule'}"
        for change in sorted(found, key=lambda change: change.worse)
    ]
    more = f" and {len(rows) - LISTED} more" if len(rows) > LISTED else ""
    looser = sum(not change.worse for change in found)
    yield RecordChange(
        FOLDER,
        f"verdicts on this tree that change after the merge: {looser} get looser, {len(found) - looser} stricter: "
        f"{'; '.join(rows[:LISTED])}{more}",
    )


def _by_id(
    before: Sequence[_Record], after: Sequence[_Record], what: str, say: Callable[[_Record], str]
) -> Iterator[str]:
    was = {record.id: record for record in before}
    now = {record.id: record for record in after}
    for id_ in sorted(was.keys() | now.keys()):
        if id_ not in was:
            yield f"{what} {id_} added: {say(now[id_])}"
        elif id_ not in now:
            yield f"{what} {id_} removed: {say(was[id_])}"
        elif say(was[id_]) != say(now[id_]):
            yield f"{what} {id_} changed to: {say(now[id_])}"


def _waiver(waiver: Waiver) -> str:
    where = f" in {', '.join(waiver.contexts)}" if waiver.contexts else " in every context"
    return (
        f"{waiver.rule} for {waiver.model}{where} until {waiver.expires}, approved by {waiver.approver}"
        f" ({waiver.reason}): {waiver.statement}"
    )


def _review(review: Review) -> str:
    pin = review.revision or review.license_sha256
    return (
        f"{review.verdict} {', '.join(review.criteria)} of {review.model}{f' at {pin[:12]}' if pin else ''}"
        f"{f' in {chr(44).join(review.contexts)}' if review.contexts else ''} until {review.expires},"
        f" by {review.reviewer}{f' ({review.reviewer_id})' if review.reviewer_id else ''}"
    )


def _baseline(before: Sequence[BaselineEntry], after: Sequence[BaselineEntry]) -> Iterator[RecordChange]:
    was = {(entry.fingerprint, entry.grounds): entry for entry in before}
    now = {(entry.fingerprint, entry.grounds): entry for entry in after}
    added = [entry for key, entry in now.items() if key not in was]
    gone = len(was.keys() - now.keys())
    path = f"{FOLDER}/baseline.yaml"
    if added:
        names = "; ".join(f"{entry.rule} for {entry.model}" for entry in added[:LISTED])
        more = f" and {len(added) - LISTED} more" if len(added) > LISTED else ""
        yield RecordChange(path, f"{len(added)} findings would no longer fail after the merge: {names}{more}")
    if gone:
        yield RecordChange(path, f"{gone} findings are taken out of the baseline")


def file_changes(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]], named: Collection[str]
) -> Iterator[RecordChange]:
    """What happens to the files themselves; `before` and `after` have git's mode and blob of every record, `named` are
    the files that a policy consists of, before or after."""
    for path in sorted(after.keys() | before.keys()):
        was, now = before.get(path), after.get(path)
        if now is not None and now[0] == "120000" and was != now:
            yield RecordChange(path, "would become a symbolic link; it was not followed", Verdict.UNKNOWN)
        elif was is None and basename(path) in POLICIES and "/" in path and path not in named:
            yield RecordChange(path, "is a policy for runs in this folder alone; it decides nothing here")
        elif now is None and basename(path) in (*POLICIES, LOCK):
            yield RecordChange(path, "is removed")
