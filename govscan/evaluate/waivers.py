"""Waivers: the file `.govscan/waivers.yaml`, and which finding a waiver accepts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from govscan.evaluate.drift import RULES as DRIFT_RULES
from govscan.evaluate.reading import Reader, read_mapping
from govscan.evaluate.reviews import check_version, read_period, read_subject
from govscan.evaluate.rules import named
from govscan.evaluate.subject import revision_of, subject_of
from govscan.evaluate.unread import UNREAD
from govscan.marked import Node
from govscan.policy import Ledger, Policy, Waiver
from govscan.report import Model

VERSION = 1
KEYS = ("govscan_waivers", "waivers")
WAIVER_KEYS = ("id", "rule", "model", "contexts", "reason", "statement", "approver", "created", "expires")
REQUIRED = ("id", "rule", "model", "reason", "statement", "approver", "created", "expires")
SOON = 30
"""Days before the end of a review or waiver from which a run says so."""

REASONS = ("license-acquired", "mitigated", "false-positive", "fix-planned", "accepted-risk")


def load_waivers(path: Path, shown: str) -> tuple[Waiver, ...]:
    """The waivers.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field.
    """
    node, _ = read_mapping(path, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the file of waivers", KEYS)
    check_version(reader, node, "govscan_waivers", VERSION)
    waivers: dict[str, Waiver] = {}
    for entry in reader.entries(entries["waivers"], "waivers") if "waivers" in entries else ():
        waiver = _waiver(reader, entry)
        if waiver is not None and waiver.id in waivers:
            reader.complain(entry, f"the waiver id {waiver.id!r} is there twice")
        elif waiver is not None:
            waivers[waiver.id] = waiver
    reader.finish()
    return tuple(waivers.values())


def _waiver(reader: Reader, node: Node) -> Waiver | None:
    entries = reader.mapping(node, "a waiver", WAIVER_KEYS)
    if node.kind != "map":
        return None
    id_ = named(reader, entries["id"], "the waiver id") if "id" in entries else None
    what = f"waiver {id_!r}" if id_ else "a waiver"
    reader.required(entries, node, what, *REQUIRED)
    rule = named(reader, entries["rule"], f"rule of {what}") if "rule" in entries else None
    model, revision = read_subject(reader, entries, what)
    contexts = reader.texts(entries["contexts"], f"contexts of {what}") if "contexts" in entries else ()
    if "contexts" in entries and entries["contexts"].kind == "list" and not contexts:
        reader.complain(entries["contexts"], f"contexts of {what} is empty", "leave the key out for all contexts")
    reason = reader.choice(entries["reason"], f"reason of {what}", REASONS) if "reason" in entries else None
    statement = reader.text(entries["statement"], f"statement of {what}") if "statement" in entries else None
    approver = reader.text(entries["approver"], f"approver of {what}") if "approver" in entries else None
    created, expires = read_period(reader, entries, what, "created")
    if not (id_ and rule and model and reason and statement and approver and created and expires):
        return None
    return Waiver(
        id=id_,
        rule=rule,
        model=f"{model}@{revision}" if revision else model,
        contexts=contexts,
        reason=reason,
        statement=statement,
        approver=approver,
        created=created,
        expires=expires,
        place=reader.place(node),
    )


def is_wide(waiver: Waiver) -> bool:
    """Whether it accepts every revision of the model."""
    subject = subject_of(waiver.model)
    return subject is None or subject.revision is None


def waiver_for(ledger: Ledger, rule: str, model: Model, context: str, now: dt.date) -> Waiver | None:
    """The waiver in force that accepts a finding; the one for a single revision first."""
    fitting = [waiver for waiver in ledger.waivers if waiver.rule == rule and _fits(waiver, model, context, now)]
    return min(fitting, key=is_wide, default=None)


def _fits(waiver: Waiver, model: Model, context: str, now: dt.date) -> bool:
    subject = subject_of(waiver.model)
    return (
        waiver.created <= now <= waiver.expires
        and (not waiver.contexts or context in waiver.contexts)
        and subject is not None
        and subject.is_model(model.identity)
        and (subject.revision is None or subject.revision == revision_of(model))
    )


def ending(expires: dt.date, now: dt.date) -> str:
    """The words for a record that still counts, but not for long."""
    days = (expires - now).days
    return f"expires on {expires}, {'today' if days == 0 else f'in {days} day' + 's' * (days > 1)}"


def warnings_of(
    ledger: Ledger, policy: Policy, used: Iterable[str], now: dt.date, models: Sequence[Model], complete: bool
) -> list[str]:
    """What the owner of the waivers should know: expired, not begun, for no rule, needed by no finding. Where the run
    saw a part of the tree only (not `complete`), it can speak of that part's models alone."""
    used = frozenset(used)
    rules = {UNREAD, *DRIFT_RULES, *(rule.id for rule in policy.all_rules)}
    warnings = []
    for waiver in ledger.waivers:
        if not complete and not _concerns(waiver, models):
            continue
        name = f"{waiver.place}: waiver {waiver.id}"
        if now > waiver.expires:
            warnings.append(f"{name} expired on {waiver.expires} and no longer counts")
        elif now < waiver.created:
            warnings.append(f"{name} begins on {waiver.created} and does not count yet")
        elif waiver.rule not in rules:
            warnings.append(f"{name} is for the rule {waiver.rule!r}, which the policy does not have")
        elif complete and waiver.id not in used:
            warnings.append(f"{name} was not needed: no finding of {waiver.rule!r} for {waiver.model}")
        elif (waiver.expires - now).days < SOON:
            warnings.append(f"{name} {ending(waiver.expires, now)}")
    return warnings


def _concerns(waiver: Waiver, models: Sequence[Model]) -> bool:
    subject = subject_of(waiver.model)
    return subject is not None and any(subject.is_model(model.identity) for model in models)
