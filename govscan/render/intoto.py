"""The verdict as an in-toto statement, unsigned and ready to be signed: a Simple Verification Result
(https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md) about the report, with a property for each
rule that held."""

from __future__ import annotations

import hashlib
import json

from govscan.finding import Verdict
from govscan.render.escape import visible
from govscan.render.json_ import render_json
from govscan.report import Report


def render_intoto(report: Report) -> bytes:
    """UTF-8 JSON. The subject is the JSON report of the same run, by its sha256."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "govscan.json", "digest": {"sha256": hashlib.sha256(render_json(report)).hexdigest()}}],
        "predicateType": "https://in-toto.io/attestation/svr/v0.1",
        "predicate": {
            "verifier": {"id": f"govscan@{report.version}"},
            "timeCreated": f"{report.now}T00:00:00Z",
            "properties": _properties(report),
            "policy": {"name": visible(report.policy.name), "digest": {"sha256": report.policy.digest}},
        },
    }
    return json.dumps(statement, indent=2, ensure_ascii=True).encode() + b"\n"


def _properties(report: Report) -> list[str]:
    """What was verified. Undecided is not verified."""
    held = [f"GOVSCAN_RULE_HELD:{rule.id}" for rule in report.policy.all_rules if _holds(report, rule.id)]
    return [*(["GOVSCAN_POLICY_MET"] if report.exit_code == 0 else []), *held]


def _holds(report: Report, rule: str) -> bool:
    judged = [finding for finding in report.findings if finding.rule == rule]
    bad = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.BASELINED)
    return not report.problems and all(finding.verdict not in bad for finding in judged)
