"""A report as PDF for a regulator or a file: typst sets it, from data that it reads as JSON, so that nothing scanned is
ever markup. PDF/A-2a and PDF/UA-1: tagged, with bookmarks, and the same bytes for the same report.

Needs the extra `govscan[pdf]`: typst, and fonts with Chinese, Japanese and Korean from the package mplfonts, which is
never imported.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from govscan.errors import GovscanError
from govscan.facts import VOCABULARY, Unknown, value_text
from govscan.render import words
from govscan.render.arrange import Merged, Sheet, Standing, by_owner, counts, outcome, sheets
from govscan.render.escape import flowed, shortened, visible
from govscan.report import Report

TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"
STANDARDS: Final = ("ua-1", "a-2a")
IN_FULL: Final = 200
"""Of a report with more models only those that fail or are undecided have their facts in the PDF: it stays readable,
and within a gigabyte of memory."""

LONGEST: Final = 700
"""Characters of one text: a page is for people, the JSON report has everything."""


def render_pdf(report: Report) -> bytes:
    """A PDF.

    Raises:
        GovscanError: typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise GovscanError("a PDF needs typst: pip install 'govscan[pdf]'") from error
    made = dt.datetime.fromisoformat(report.now)
    template: Any = TEMPLATE.read_bytes()
    data: bytes = typst.compile(
        template,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(_data(report), ensure_ascii=True)},
        pdf_standards=list(STANDARDS),
        timestamp=int(made.replace(tzinfo=dt.UTC).timestamp()),
    )
    return data


def _fonts() -> list[str]:
    """The folder of the fonts; without them characters of other scripts would be boxes."""
    spec = find_spec("mplfonts")
    places = spec.submodule_search_locations if spec is not None else None
    return [str(Path(place) / "fonts") for place in places or ()]


_OPEN: Final = (Standing.FAIL, Standing.UNDECIDED)


def _data(report: Report) -> dict[str, Any]:
    rows, figures = sheets(report), counts(report)
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
            {
                "owner": _text(owner),
                "work": [{"model": _text(words.title(model)), **_finding(row)} for model, row in work],
            }
            for owner, work in by_owner(rows).items()
        ],
        "models": [_model(sheet, len(rows) <= IN_FULL or sheet.standing in _OPEN) for sheet in rows],
        "in_full": len(rows) <= IN_FULL,
        "problems": [_text(str(problem)) for problem in report.problems],
        "questions": [_text(question) for question in report.questions],
        "warnings": [_text(warning) for warning in report.warnings],
        "suppressed": [
            _text(f"{reference.location} {reference.name or reference.provider}: {reason}")
            for reference, reason in report.suppressed
        ],
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
            _finding(row) for row in sheet.findings if row.open or (in_full and row.standing is not Standing.UNJUDGED)
        ],
        "facts": [
            {"name": name, "value": _text(value_text(fact.value)), "source": _text(words.source_text(fact.source)),
             "quote": _text(fact.source.quote if fact.source else "")}
            for name in VOCABULARY
            if in_full and not isinstance((fact := model.facts.get(name)).value, Unknown)
        ],
    }  # fmt: skip


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
