"""The report as JSON in its public shape: sorted keys, two spaces, a line feed at the end, the same bytes for the
same report."""

from __future__ import annotations

import json

from govscan import evidence as ev
from govscan import facts as fc
from govscan import policy as po
from govscan import reference as rf
from govscan import report as rp
from govscan.errors import Problem
from govscan.finding import Check, Finding
from govscan.render import shape
from govscan.render import shape_records as records
from govscan.render.arrange import counts
from govscan.render.shape_base import FactValue


def render_json(report: rp.Report) -> bytes:
    """UTF-8 JSON that validates against `schemas/report.schema.json`."""
    data = public_shape(report).model_dump(mode="json")
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return inert(text).encode() + b"\n"


def public_shape(report: rp.Report) -> shape.Report:
    """`report` as the public shape."""
    figures = counts(report)
    return shape.Report(
        govscan_report=shape.VERSION,
        tool=shape.Tool(name="govscan", version=report.version),
        root=report.root,
        now=report.now,
        offline=report.offline,
        exit_code=report.exit_code,  # type: ignore[arg-type]  # validated: 0, 1 or 3
        policy=public_policy(report.policy),
        summary=shape.Summary(**{name: getattr(figures, name) for name in shape.Summary.model_fields}),
        models=[public_model(model) for model in report.models],
        findings=[public_finding(finding) for finding in report.findings],
        mentions=[_reference(reference) for reference in report.mentions],
        suppressed=[
            shape.Suppression(reference=_reference(reference), reason=reason) for reference, reason in report.suppressed
        ],
        problems=[public_problem(problem) for problem in report.problems],
        questions=list(report.questions),
        warnings=list(report.warnings),
        repository=_repository(report.checkout),
        reviews=[_review(review) for review in report.ledger.reviews],
        waivers=[_waiver(waiver) for waiver in report.ledger.waivers],
    )


def inert(text: str) -> str:
    """JSON with what does not show (bidirectional overrides, DEL) as `\\u` escapes, which mean the same
    to a parser; letters of any script stay readable."""
    return "\n".join(map(_inert, text.split("\n")))


def public_problem(problem: Problem) -> shape.Problem:
    """A problem as the public shape."""
    return shape.Problem(path=problem.path, line=problem.line, kind=problem.kind, message=problem.message)


def _inert(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] if ord(c) != 0x7F else "\\u007f" for c in line)


def _repository(checkout: rp.Checkout | None) -> records.Repository | None:
    if checkout is None:
        return None
    return records.Repository(
        commit=checkout.commit, address=checkout.address, prefix=checkout.prefix, changed=list(checkout.changed)
    )


def _review(review: po.Review) -> records.Review:
    return records.Review(
        id=review.id,
        model=review.model,
        criteria=list(review.criteria),
        verdict=review.verdict,
        reviewer=review.reviewer,
        date=review.date.isoformat(),
        expires=review.expires.isoformat(),
        revision=review.revision,
        license_sha256=review.license_sha256,
        contexts=list(review.contexts),
        conditions=review.conditions,
        evidence=list(review.evidence),
    )


def _waiver(waiver: po.Waiver) -> records.Waiver:
    return records.Waiver(
        id=waiver.id,
        rule=waiver.rule,
        model=waiver.model,
        contexts=list(waiver.contexts),
        reason=waiver.reason,
        statement=waiver.statement,
        approver=waiver.approver,
        created=waiver.created.isoformat(),
        expires=waiver.expires.isoformat(),
    )


def public_policy(policy: po.Policy) -> shape.Policy:
    """A policy as the public shape."""
    return shape.Policy(
        name=policy.name,
        source=policy.source,
        digest=policy.digest,
        notice=policy.notice,
        extends=list(policy.extends),
        overrides=[
            shape.Override(rule=o.rule, disabled=o.disabled, reason=o.reason, path=o.place.path, line=o.place.line)
            for o in policy.overrides
        ],
        rules=[
            shape.Rule(
                id=rule.id,
                level=rule.level,
                title=rule.title,
                owner=rule.owner,
                origin=rule.origin,
                references=list(rule.references),
            )
            for rule in policy.all_rules
        ],
    )


def public_model(model: rp.Model) -> shape.Model:
    """A model as the public shape."""
    identity = model.identity
    return shape.Model(
        id=str(identity),
        provider=identity.provider,
        name=identity.name,
        purl=identity.purl,
        revision=identity.revision,
        endpoint=identity.endpoint,
        region=identity.region,
        contexts=list(model.contexts),
        references=[_reference(reference) for reference in model.references],
        evidence=_evidence(model.evidence),
        facts={name: _fact(said) for name, said in model.facts.statements.items()},
    )


def _place(location: rf.Location) -> shape.Place:
    return shape.Place(path=location.path, line=location.line, column=location.column)


def _reference(reference: rf.Reference) -> shape.Reference:
    return shape.Reference(
        provider=reference.provider,
        name=reference.name,
        path=reference.location.path,
        line=reference.location.line,
        column=reference.location.column,
        via=reference.via,
        certainty=reference.certainty,
        revision=reference.revision,
        trust_remote_code=reference.trust_remote_code,
        endpoint=reference.endpoint,
        region=reference.region,
        used_at=_place(reference.used_at) if reference.used_at else None,
        reason=reference.reason,
    )


def _evidence(evidence: ev.Evidence) -> shape.Evidence:
    if isinstance(evidence, ev.Unresolved):
        return shape.Evidence(
            status="unresolved",
            origin=None,
            revision_sha=None,
            failure=evidence.failure,
            detail=evidence.detail,
            documents=[],
            artifacts=0,
            notes=[],
        )
    return shape.Evidence(
        status="resolved",
        origin=evidence.origin,
        revision_sha=evidence.revision_sha,
        failure=None,
        detail="",
        documents=[shape.Document(name=d.name, source=d.source, sha256=d.sha256) for d in evidence.documents],
        artifacts=len(evidence.artifacts),
        notes=list(evidence.notes),
    )


def _source(source: fc.Source | None) -> shape.Source | None:
    if source is None:
        return None
    return shape.Source(
        kind=source.kind,
        place=source.place,
        line=source.line,
        end_line=source.end_line,
        sha256=source.sha256,
        as_of=source.as_of,
        quote=source.quote,
    )


def _statement(fact: fc.Fact) -> shape.AnyStatement:
    source, confidence = _source(fact.source), fact.confidence
    if isinstance(fact.value, fc.Unknown):
        return shape.Unknown(source=source, confidence=confidence, unknown=fact.value.reason)
    if isinstance(fact.value, fc.Absent):
        return shape.Absent(source=source, confidence=confidence, value=None, absent=True)
    return shape.Known(source=source, confidence=confidence, value=_value(fact.value))


def _fact(said: tuple[fc.Fact, ...]) -> shape.Fact:
    first, others = _statement(said[0]), [_statement(fact) for fact in said[1:]]
    match first:
        case shape.Known():
            return shape.KnownFact(source=first.source, confidence=first.confidence, value=first.value, others=others)
        case shape.Absent():
            return shape.AbsentFact(
                source=first.source, confidence=first.confidence, value=None, absent=True, others=others
            )
        case shape.Unknown():
            return shape.UnknownFact(
                source=first.source, confidence=first.confidence, unknown=first.unknown, others=others
            )


def _value(value: str | bool | int | float | tuple[str, ...]) -> FactValue:
    return list(value) if isinstance(value, tuple) else value


def _check(check: Check) -> shape.Check:
    return shape.Check(
        fact=check.fact.name,
        statement=_statement(check.fact),
        operator=check.operator,
        expected=check.expected,
        truth=check.truth,
    )


def public_finding(finding: Finding) -> shape.Finding:
    """A finding as the public shape."""
    return shape.Finding(
        rule=finding.rule,
        verdict=finding.verdict,
        level=finding.level,
        model=str(finding.model),
        context=finding.context,
        places=[_place(reference.location) for reference in finding.references],
        message=finding.message,
        checks=[_check(check) for check in finding.checks],
        missing=list(finding.missing),
        fix=finding.fix,
        owner=finding.owner,
        origin=finding.origin,
        record=finding.record,
    )
