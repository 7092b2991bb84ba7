"""Small builders of models, facts and policies for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from govscan.evaluate import evaluate, load_policy
from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.facts import ABSENT, Fact, Facts, Source, SourceKind, Unknown, Value
from govscan.finding import Finding
from govscan.policy import Ledger, Policy
from govscan.reference import Certainty, Location, Reference
from govscan.report import Model

NOW = dt.date(2026, 11, 23)
SHA = "0123456789abcdef0123456789abcdef01234567"
OTHER_SHA = "f" * 40

CLEAN = {"endpoint.plain_http": False, "endpoint.key_written": False, "endpoint.tls_unverified": False}
"""What code gives away beside a model: nothing."""

OPEN = {
    **CLEAN,
    "model.signed": False,
    "model.access": "self-hosted",
    "model.remote_code": False,
    "model.remote_code_capabilities": (),
    "model.remote_code_sources": (),
    "artifacts.scan_conflict": (),
    "model.revision_pinned": True,
    "license.concluded": "MIT",
    "license.conflict": (),
    "license.modified": False,
    "license.commercial_use": "allowed",
    "license.mau_threshold": ABSENT,
    "license.revenue_threshold_usd": ABSENT,
    "license.naming": ABSENT,
    "license.territory_excluded": (),
    "license.registration_required": False,
    "license.use_restrictions": False,
    "license.share_alike": False,
    "license.attribution": True,
    "license.output_training": "allowed",
    "license.notice_file": False,
    "license.state_changes": False,
    "license.pass_on_restrictions": False,
    "license.terms_may_change": False,
    "license.remote_update": False,
    "lineage.complete": True,
    "lineage.base_conflict": (),
    "lineage.inherited_obligations": (),
    "lineage.most_restrictive_commercial_use": "allowed",
    "artifacts.unsafe_formats": (),
    "artifacts.unsafe_globals": (),
    "artifacts.unfamiliar_globals": (),
    "artifacts.dangers": (),
    "artifacts.troubles": (),
}


def facts_of(values: dict[str, Value | Unknown]) -> Facts:
    source = Source(SourceKind.TEXT, "models/house/LICENSE", 12)
    return Facts.of(Fact(name, value, source) for name, value in values.items())


def model_of(
    values: dict[str, Value | Unknown],
    *paths: str,
    provider: str = "huggingface",
    name: str = "org/name",
    sha: str | None = SHA,
    certainty: Certainty = Certainty.DEPENDENCY,
) -> Model:
    references = tuple(
        Reference(provider, name, Location(path, 3), "python:from_pretrained", certainty)
        for path in paths or ("app/main.py",)
    )
    identity = references[0].identity
    evidence: Evidence = (
        Resolved(identity, "local", sha) if sha else Unresolved(identity, Failure.OFFLINE, "nobody asked the network")
    )
    return Model(identity, references, evidence, facts_of(values), ())


def policy_of(folder: Path, text: str) -> Policy:
    (folder / "govscan.yaml").write_text(text, encoding="utf-8")
    return load_policy(None, folder)


def judged(policy: Policy, *models: Model, ledger: Ledger | None = None) -> dict[str, Finding]:
    """Findings by rule; for policies with one context and calls with one model."""
    found = evaluate(policy, ledger or Ledger(), models, NOW).findings
    assert len({finding.rule for finding in found}) == len(found)
    return {finding.rule: finding for finding in found}
