"""Models whose evidence was asked for and could not be had: undecided, whatever the catalog says of them.

Curated knowledge speaks of the model as it was published; a lock that lacks it, or a Hub that did not answer, means
that nobody looked at the one that would be used.
"""

from __future__ import annotations

from collections.abc import Sequence

from govscan.evidence import Failure, Unresolved
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.reference import Reference
from govscan.report import Model

UNREAD = "evidence-unread"
"""The rule id of these findings; no policy can switch it off, a waiver can accept it."""


def unread(model: Model, context: str, references: Sequence[Reference]) -> Finding | None:
    """The finding for a model in one context; None where evidence was read, or where nobody asked for it."""
    evidence = model.evidence
    if not isinstance(evidence, Unresolved):
        return None
    if evidence.failure is Failure.NOT_LOCKED:
        fix = "Run `govscan lock` where the network can be reached, and commit govscan.lock."
    elif evidence.failure.retryable:
        fix = "Run it again; if the Hub cannot be reached from here, work with a lock: `govscan lock`, then --locked."
    else:
        return None
    return Finding(
        rule=UNREAD,
        verdict=Verdict.UNKNOWN,
        level=Level.ERROR,
        model=model.identity,
        context=context,
        references=tuple(references),
        message=f"cannot be decided: {evidence.detail}",
        fix=fix,
        origin="govscan",
    )
