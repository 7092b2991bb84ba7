"""A comparison as JSON in its public shape: sorted keys, the same bytes for the same comparison."""

from __future__ import annotations

import json

from govscan.comparison import Comparison, ModelChange
from govscan.render import shape
from govscan.render.json_ import inert, public_finding, public_model, public_policy, public_problem
from govscan.render.shape_gate import VERSION, Change, Difference, Gate, NewFinding, Record


def render_json(comparison: Comparison) -> bytes:
    """UTF-8 JSON that validates against `schemas/gate.schema.json`."""
    data = _gate(comparison).model_dump(mode="json")
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return inert(text).encode() + b"\n"


def _gate(comparison: Comparison) -> Gate:
    report = comparison.after
    groups = {
        name: [NewFinding(fingerprint=each.fingerprint, finding=public_finding(each)) for each in found]
        for name, found in (("new", comparison.new), ("fixed", comparison.fixed), ("unchanged", comparison.unchanged))
    }
    return Gate(
        govscan_gate=VERSION,
        tool=shape.Tool(name="govscan", version=report.version),
        repository=report.root,
        base=comparison.base,
        head=comparison.head,
        now=report.now,
        offline=report.offline,
        exit_code=comparison.exit_code,  # type: ignore[arg-type]  # validated: 0, 1 or 3
        fail_on=comparison.fail_on,
        judge_all=comparison.judge_all,
        policy=public_policy(report.policy),
        changes=[_change(change) for change in comparison.changes],
        **groups,
        records=[
            Record(path=each.path, sentence=each.sentence, verdict=each.verdict, in_force=each.in_force)
            for each in comparison.records
        ],
        problems=[public_problem(problem) for problem in comparison.new_problems],
        warnings=[*comparison.warnings, *report.warnings],
    )


def _change(change: ModelChange) -> Change:
    return Change(
        kind=change.kind,
        before=public_model(change.before) if change.before else None,
        after=public_model(change.after) if change.after else None,
        differences=[Difference(what=each.what, before=each.before, after=each.after) for each in change.differences],
    )
