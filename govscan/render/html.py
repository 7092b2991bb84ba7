"""The report as one HTML file: no network, no inline handler, a content policy that lets only its own style and
script run. Everything scanned passes `visible` and Jinja's autoescape."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from govscan.evidence import Resolved, Unresolved
from govscan.facts import VOCABULARY, Fact, Source, SourceKind, value_text
from govscan.policy import Policy
from govscan.render import words
from govscan.render.arrange import Sheet, Standing, by_owner, counts, outcome, sheets
from govscan.render.charts import charts
from govscan.render.escape import shortened, visible
from govscan.report import Model, Report

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 4_000  # characters of one text
_LINKED = (SourceKind.TEXT, SourceKind.CARD, SourceKind.CONFIG, SourceKind.HUB, SourceKind.CATALOG)

STANDING_WORDS: Mapping[Standing, str] = {
    Standing.FAIL: "Fail",
    Standing.UNDECIDED: "Undecided",
    Standing.WARNING: "Warning",
    Standing.NOTE: "Note",
    Standing.BASELINED: "In the baseline",
    Standing.WAIVED: "Waived",
    Standing.PASS: "Pass",
    Standing.UNJUDGED: "Not judged",
}
GROUPS: Mapping[str, str] = {
    "model": "Model",
    "license": "License",
    "lineage": "Lineage",
    "datasets": "Data sets",
    "artifacts": "Files",
    "endpoint": "Endpoint",
    "card": "Model card",
    "context": "Context of use",
}


def render_html(report: Report) -> bytes:
    """UTF-8 HTML; the same bytes for the same report."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    rows = sheets(report)
    style, script = _asset("report.css"), _asset("report.js")
    anchors = {sheet.model.identity: f"model-{number}" for number, sheet in enumerate(rows, 1)}
    contexts = tuple(dict.fromkeys(name for sheet in rows for name in sheet.model.contexts))
    text = environment.get_template("report.html.j2").render(
        report=report,
        rows=rows,
        counts=counts(report),
        outcome=outcome(report),
        sentence=_sentence(report, rows),
        charts=charts(report, rows),
        by_owner=by_owner(rows),
        unresolved=[sheet for sheet in rows if isinstance(sheet.model.evidence, Unresolved)],
        anchors=anchors,
        contexts=contexts,
        present=[standing for standing in Standing if any(sheet.standing is standing for sheet in rows)],
        standings=Standing,
        standing_words=STANDING_WORDS,
        value_text=value_text,
        vocabulary=VOCABULARY,
        words=words,
        facts_by_group=_facts_by_group,
        is_resolved=_is_resolved,
        link=_link,
        disagrees=_disagrees,
        standing_count=lambda standing: sum(sheet.standing is standing for sheet in rows),
        declared_contexts=_declared(report.policy),
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - a file of this package
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return text.encode()


def _inert(value: object) -> object:
    """What an expression of the template may put out: text that shows itself, bounded; markup only from macros."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return shortened(str(value), _LONGEST) if isinstance(value, str) else visible(str(value))


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _sentence(report: Report, rows: tuple[Sheet, ...]) -> str:
    """The result in words, for those who read one line."""
    if not rows:
        return f"No models found in {words.files_line(report)}."
    failing = sum(sheet.standing is Standing.FAIL for sheet in rows)
    open_ = sum(sheet.standing is Standing.UNDECIDED for sheet in rows)
    parts = []
    if failing:
        verb = "breaks" if failing == 1 else "break"
        parts.append(f"{failing:,} of {words.counted(len(rows), 'model')} {verb} an error-level rule")
    if open_:
        parts.append(f"{words.counted(open_, 'model')} could not be decided")
    if report.problems:
        parts.append(f"{words.counted(len(report.problems), 'input')} could not be read")
    return "; ".join(parts) + "." if parts else "No error-level rule of the policy is broken or undecided."


def _facts_by_group(model: Model) -> list[tuple[str, list[tuple[Fact, ...]]]]:
    """Facts with all who speak for them, by the first part of the name."""
    said = model.facts.statements.items()
    groups = [(title, [rows for name, rows in said if name.split(".")[0] == key]) for key, title in GROUPS.items()]
    return [(title, rows) for title, rows in groups if rows]


def _is_resolved(model: Model) -> bool:
    return isinstance(model.evidence, Resolved)


def _disagrees(fact: Fact, first: Fact) -> bool:
    """A part of a set, such as the duties of one base model, does not contradict the whole."""
    if isinstance(fact.value, tuple) and isinstance(first.value, tuple) and set(fact.value) <= set(first.value):
        return False
    return fact.known and repr(fact.value) != repr(first.value)


def _link(place: str, source: Source | None = None) -> str:
    """The address behind a place, where it is one that evidence was read from; a scanned address is never a link."""
    trusted = source is None or source.kind in _LINKED
    return place if trusted and place.startswith("https://") and place.isprintable() and " " not in place else ""


def _declared(policy: Policy) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Contexts of the policy: name, paths, declarations."""
    contexts = [*policy.contexts, *([policy.default_context] if policy.default_context else [])]
    return [
        (c.name, ", ".join(c.paths), [(name, value_text(value)) for name, value in sorted(c.declared.items())])
        for c in contexts
    ]
