"""What is not as `govscan.lock` recorded it enters, findings leave.

An approval rests on what was read when it was given. These rules are always there; a waiver can accept what they find,
and `govscan lock` records the new state once somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.reference import Reference
from govscan.report import Drift, Model

STRICTER: Final = "drift-terms"
RULES: Final[dict[str, Level]] = {
    "drift-revision": Level.NOTE,
    "drift-card": Level.NOTE,
    "drift-license-text": Level.WARNING,
    "drift-license": Level.WARNING,
    STRICTER: Level.ERROR,
    "drift-remote-code": Level.ERROR,
    "drift-gated": Level.WARNING,
    "drift-formats": Level.WARNING,
    "drift-base-models": Level.WARNING,
}
"""The ids of these rules, and how much each matters: a license that became stricter fails a run."""

_MAX_EXCERPT: Final = 4


def drifted(model: Model, context: str, references: Sequence[Reference]) -> Iterator[Finding]:
    """A finding for each thing that changed, the documents of one kind together."""
    by_rule: dict[str, list[Drift]] = {}
    for change in model.drift:
        by_rule.setdefault(f"drift-{change.what}", []).append(change)
    for rule, changes in by_rule.items():
        certain = any(change.certain for change in changes)
        yield Finding(
            rule=rule,
            verdict=Verdict.FAIL if certain else Verdict.UNKNOWN,
            level=RULES[rule],
            model=model.identity,
            context=context,
            references=tuple(references),
            message=_message(rule, [change for change in changes if change.certain] or changes),
            fix="Read what changed (`govscan why` shows it); where it is acceptable, run `govscan lock` and commit it.",
            origin="govscan",
        )


def _message(rule: str, changes: Sequence[Drift]) -> str:
    if rule == STRICTER and not changes[0].certain:
        return "the license changed since it was locked, and whether it became stricter cannot be said"
    said = "; ".join(_change(change) for change in changes)
    if rule == STRICTER:
        return f"the license became stricter since it was locked: {said}"
    return f"changed since it was locked: {said}"


def _change(change: Drift) -> str:
    name = change.name or change.what
    if change.diff:
        excerpt = [line for line in change.diff if line[:1] in "+-" and line[1:].strip()]
        more = f" and {len(excerpt) - _MAX_EXCERPT} more lines" if len(excerpt) > _MAX_EXCERPT else ""
        return f"{name} ({' | '.join(line[:80] for line in excerpt[:_MAX_EXCERPT])}{more})"
    if change.name:
        return f"{name} (sha256 {change.before[:12]} before, {change.after[:12]} now)"
    return (
        f"{change.before} before, {change.after} now"
        if change.what == "terms"
        else (f"{name} was {change.before}, is {change.after}")
    )
