"""What the PDF shows, as plain data: a report enters, texts of bounded length leave."""

from __future__ import annotations

from typing import Any, Final

from govscan.facts import Unknown, value_text
from govscan.policy import Review, Waiver
from govscan.render import words
from govscan.render.arrange import Merged, Sheet, Standing, Work, counts, locked_of, outcome, sheets, work_of
from govscan.render.escape import flowed, shortened, visible
from govscan.render.glossary import TERMS
from govscan.render.obligations import Obligation, obligations
from govscan.render.transfers import flows
from govscan.report import Checkout, Report
from govscan.vocabulary import VOCABULARY

IN_FULL: Final = 120
"""Of a report with more models the facts and the findings that passed are left to the other formats: the PDF stays
readable, and typst, which keeps every glyph of a document, within a gigabyte of memory."""

BRIEF: Final = 180
"""Characters of a reason in such a report."""

LONGEST: Final = 700
"""Characters of one text: a page is for people, the JSON report has everything."""

MOST_NAMES: Final = 12
"""Models that are named beside a duty."""


def document(report: Report) -> dict[str, Any]:
    """Everything that the template shows, as plain data."""
    rows, figures = sheets(report), counts(report)
    in_full = len(rows) <= IN_FULL
    return {
        "root": _text(report.root),
        "now": report.now,
        "version": report.version,
        "offline": report.offline,
        "outcome": str(outcome(report)),
        "policy": {
            "name": _text(report.policy.name),
            "source": _text(words.policy_line(report)),
            "digest": report.policy.digest,
            "notice": flowed(report.policy.notice),
            "overrides": [_text(f"{each.rule}: {each.reason} ({each.place})") for each in report.policy.overrides],
            "rules": [
                {"id": rule.id, "level": str(rule.level), "title": flowed(rule.title), "owner": _text(rule.owner)}
                for rule in report.policy.all_rules
            ],
        },
        "counts": {name: getattr(figures, name) for name in figures.__struct_fields__},
        "owners": [
            {"owner": _text(owner), "work": [_work(group, in_full) for group in groups]}
            for owner, groups in work_of(report, rows)
        ],
        "brand": {
            "organization": visible(report.brand.organization),
            "classification": visible(report.brand.classification),
            "color": report.brand.color,
            "logo": list(report.brand.logo),
        },
        "checkout": _checkout(report.checkout),
        "flows": [
            {
                "context": _text(row.context or "default"),
                "data": _text(row.data),
                "host": _text(row.host),
                "operator": _text(row.operator),
                "regions": _text(row.regions),
                "models": len(row.models),
            }
            for row in flows(report)
        ],
        "obligations": [
            {"kind": str(row.kind), "words": _text(row.words), "models": _names(row)} for row in obligations(report)
        ],
        "reviews": [_review(review, report.now) for review in report.ledger.reviews],
        "waivers": [_waiver(waiver, report.now) for waiver in report.ledger.waivers],
        "locked": [
            {
                "model": _text(words.title(identity)),
                "revision": _text(entry.revision or ""),
                "license": _text(entry.license_concluded or entry.terms or ""),
                "seen": entry.fetched,
            }
            for identity, entry in locked_of(rows)
        ],
        "glossary": [{"term": term, "meaning": meaning} for term, meaning in TERMS.items()],
        "models": [_model(sheet, in_full) for sheet in rows],
        "in_full": in_full,
        "problems": [_text(str(problem)) for problem in report.problems],
        "questions": [_text(question) for question in report.questions],
        "warnings": [_text(warning) for warning in report.warnings],
        "suppressed": [
            _text(f"{reference.location} {reference.name or reference.provider}: {reason}")
            for reference, reason in report.suppressed
        ],
    }


def _checkout(checkout: Checkout | None) -> dict[str, str]:
    if checkout is None:
        return {"address": "", "commit": "", "changed": ""}
    return {
        "address": _text(checkout.address),
        "commit": checkout.commit,
        "changed": _text(words.first_of(checkout.changed, 6)),
    }


def _names(duty: Obligation) -> str:
    names = dict.fromkeys(words.title(model.identity) for _, models in duty.sources for model in models)
    return _text(words.first_of(tuple(names), MOST_NAMES))


def _review(review: Review, now: str) -> dict[str, Any]:
    pins = [f"revision {review.revision[:12]}"] if review.revision else []
    pins += [f"license {review.license_sha256[:12]}"] if review.license_sha256 else []
    return {
        "id": _text(review.id),
        "model": _text(review.model),
        "verdict": str(review.verdict),
        "criteria": _text(", ".join(review.criteria)),
        "by": _text(review.reviewer),
        "pinned": ", ".join(pins),
        "expires": review.expires.isoformat(),
        "expired": review.expires.isoformat() < now,
        "conditions": _text(flowed(review.conditions)),
    }


def _waiver(waiver: Waiver, now: str) -> dict[str, Any]:
    return {
        "id": _text(waiver.id),
        "model": _text(waiver.model),
        "rule": _text(waiver.rule),
        "by": _text(waiver.approver),
        "expires": waiver.expires.isoformat(),
        "expired": waiver.expires.isoformat() < now,
        "reason": _text(flowed(f"{waiver.reason}: {waiver.statement}")),
    }


def _model(sheet: Sheet, in_full: bool) -> dict[str, Any]:
    model = sheet.model
    return {
        "name": _text(words.title(model.identity)),
        "detail": _text(words.subtitle(model.identity)),
        "standing": str(sheet.standing),
        "publisher": _text(words.publisher(model.facts)),
        "license": _text(words.license_line(model.facts, places=False)),
        "terms": _text(words.key_terms(model.facts)),
        "endpoint": _text(words.endpoint_line(model.facts)),
        "contexts": [_text(name or "default") for name in model.contexts],
        "flags": _text(", ".join(words.flags(model))),
        "places": _text(words.places_line(sheet.places, 12)),
        "evidence": _text(words.evidence_line(model.evidence)),
        "findings": [
            _finding(row) for row in sheet.findings if in_full and row.standing is not Standing.UNJUDGED
        ],
        "open": "" if in_full else _text(", ".join(sorted({row.finding.rule for row in sheet.findings if row.open}))),
        "facts": [
            {"name": name, "value": _text(value_text(fact.value)), "source": _text(words.source_text(fact.source)),
             "quote": _text(fact.source.quote if fact.source else "")}
            for name in VOCABULARY
            if in_full and not isinstance((fact := model.facts.get(name)).value, Unknown)
        ],
    }  # fmt: skip


def _work(group: Work, in_full: bool) -> dict[str, Any]:
    """A group that only warns is a list of names in a report of very many models."""
    fix, listed = group.fix, in_full or group.urgent
    return {
        "rule": group.rule,
        "title": _text(flowed(group.title)),
        "fix": _text(flowed(fix)),
        "rows": [
            {
                "model": _text(words.title(model)),
                "standing": str(row.standing),
                "contexts": _text(", ".join(name or "default" for name in row.contexts)),
                "message": shortened(visible(row.finding.message), LONGEST if in_full else BRIEF),
                "fix": "" if fix else _text(flowed(row.finding.fix)),
            }
            for model, row in (group.rows if listed else ())
        ],
        "names": [] if listed else list(dict.fromkeys(_text(words.title(model)) for model, _ in group.rows)),
    }


def _finding(row: Merged) -> dict[str, Any]:
    finding = row.finding
    return {
        "rule": finding.rule,
        "verdict": str(finding.verdict),
        "level": str(finding.level),
        "standing": str(row.standing),
        "contexts": _text(", ".join(name or "default" for name in row.contexts)),
        "message": _text(finding.message),
        "fix": _text(flowed(finding.fix)) if row.open else "",
        "record": _text(finding.record),
        "owner": _text(finding.owner),
    }


def _text(text: str) -> str:
    return shortened(visible(text), LONGEST)
