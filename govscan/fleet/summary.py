"""The figures of a run enter, `summary.json` leaves; `schemas/fleet-summary.schema.json` is its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govscan.fleet.joining import Joined, shares
from govscan.policy import Policy

SHOWN: Final = 100
"""Entries of a list of groups or rules, at most."""


def summary(joined: Joined, policy: Policy, contexts: tuple[str, ...], run: Mapping[str, Any]) -> dict[str, Any]:
    """Everything about a run in figures; the same for the same inputs and day."""
    counts = joined.counts
    return {
        "govscan_fleet": 1,
        "version": run["version"],
        "now": run["now"],
        "source": run["source"],
        "policy": {"name": policy.name, "digest": policy.digest, "rules": len(policy.rules)},
        "contexts": list(contexts),
        "rows": counts.rows,
        "models": counts.models,
        "exit_code": exit_code(joined),
        "verdicts": dict(sorted(counts.verdicts.items())),
        "findings": dict(sorted(counts.findings.items())),
        "rules": [
            {"rule": rule, **dict(sorted(verdicts.items()))}
            for rule, verdicts in sorted(counts.rules.items(), key=lambda each: (-sum(each[1].values()), each[0]))
        ][:SHOWN],
        "groups": {group: _ranked(values) for group, values in sorted(counts.groups.items())},
        "texts": shares(joined.texts),
        "problems": {
            "count": joined.problems,
            "kinds": dict(sorted(joined.kinds.items())),
            "first": [{"row": b.row, "id": b.id, "kind": b.kind, "message": b.message} for b in joined.examples],
        },
    }


def _ranked(values: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The largest groups first, and how many more there are."""
    ranked = sorted(values.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    shown = [
        {"name": name, "models": sum(verdicts.values()), "verdicts": dict(sorted(verdicts.items()))}
        for name, verdicts in ranked[:SHOWN]
    ]
    return {"count": len(ranked), "largest": shown}


def exit_code(joined: Joined) -> int:
    """0 clean (or warnings only), 1 policy violated, 3 could not decide. 1 wins over 3."""
    if joined.counts.errors:
        return 1
    return 3 if joined.counts.undecided or joined.problems else 0
