"""The report as one HTML file: no network, no inline handler, a content policy that lets only its own style and
script run. Everything scanned passes `visible` and Jinja's autoescape."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from govscan.evidence import Resolved, Unresolved
from govscan.facts import Fact, Source, SourceKind, Unknown, value_text
from govscan.policy import Policy
from govscan.reference import Location
from govscan.render import words
from govscan.render.arrange import Sheet, Standing, counts, locked_of, outcome, sheets, work_of
from govscan.render.escape import shortened, visible
from govscan.render.glossary import TERMS, facts_glossary
from govscan.render.html.charts import charts
from govscan.render.html.flows import flow_map
from govscan.render.html.index import index_of, open_rules
from govscan.render.html.lineage import family, lineage_of
from govscan.render.html.pack import Packer
from govscan.render.html.timeline import timeline
from govscan.render.html.trend import trend_of
from govscan.render.obligations import obligations
from govscan.render.policy_text import policy_text
from govscan.render.transfers import flows
from govscan.report import Brand, Model, Report
from govscan.vocabulary import VOCABULARY

PACKED_FROM: Final = 300
"""Models from which on the sheets are packed: the page stays small, but needs its script to show them."""

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
TRUTH_WORDS: Mapping[str, str] = {"true": "holds", "false": "does not hold", "unknown": "unknown"}
GROUPS: Mapping[str, str] = {
    "model": "Model",
    "license": "License",
    "lineage": "Lineage",
    "datasets": "Data sets",
    "artifacts": "Files",
    "endpoint": "Endpoint",
    "card": "Model card",
    "openness": "Openness",
    "context": "Context of use",
}


def render_html(report: Report, packed_from: int = PACKED_FROM) -> bytes:
    """UTF-8 HTML; the same bytes for the same report."""
    rows = sheets(report)
    style, script = _asset("report.css") + _brand_style(report.brand), _asset("report.js")
    packer = Packer(len(rows) >= packed_from)
    members = family(report)
    locked, moved = locked_of(rows), flows(report)
    rules = open_rules(rows)
    contexts = tuple(dict.fromkeys(name for sheet in rows for name in sheet.model.contexts))
    standing_count = {standing: sum(sheet.standing is standing for sheet in rows) for standing in Standing}
    shared = {
        "report": report,
        "today": dt.date.fromisoformat(report.now),
        "rows": rows,
        "counts": counts(report),
        "outcome": outcome(report),
        "sentence": _sentence(report, rows),
        "charts": charts(report, rows),
        "trend": trend_of(report.trend),
        "work": work_of(report, rows),
        "flows": moved,
        "flow_map": flow_map(moved),
        "unresolved": [sheet for sheet in rows if isinstance(sheet.model.evidence, Unresolved)],
        "obligations": obligations(report),
        "timeline": timeline(report.ledger, dt.date.fromisoformat(report.now)),
        "locked": locked,
        "unlocked": len(rows) - len(locked),
        "glossary": TERMS,
        "facts_glossary": facts_glossary(report),
        "policy_lines": policy_text(report.policy).splitlines(),
        "declared_contexts": _declared(report.policy),
        "anchors": {sheet.model.identity: f"model-{number}" for number, sheet in enumerate(rows, 1)},
        "contexts": contexts,
        "open_rules": rules,
        "index": index_of(rows, contexts, rules),
        "present": [standing for standing in Standing if standing_count[standing]],
        "standing_count": standing_count,
        "standing_words": STANDING_WORDS,
        "truth_words": TRUTH_WORDS,
        "vocabulary": VOCABULARY,
        "words": words,
        "value_text": value_text,
        "shortened": shortened,
        "facts_of": _facts_of,
        "is_resolved": _is_resolved,
        "lineage_of": lambda model: lineage_of(model, members),
        "link": _link,
        "place_link": lambda place: _place_link(report, place),
        "disagrees": _disagrees,
        "packer": packer,
        "pack": packer.put,
        "logo": _data_address(report.brand),
        "style": Markup(style),  # noqa: S704 - a file of this package, and a color that was checked
        "script": Markup(script),  # noqa: S704 - a file of this package
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }
    text = environment().get_template("report.html.j2").render(shared)
    return text.encode()


def page(template: str, shown: Mapping[str, Any]) -> bytes:
    """A page without a script, with the look of a report: a template of this folder and what it shows."""
    style = _asset("report.css")
    told = {**shown, "style": Markup(style), "style_hash": _hash(style)}  # noqa: S704 - a file of this package
    return environment().get_template(template).render(told).encode()


def environment() -> Environment:
    """The templates of this folder. Every text of theirs passes `_()`, so that they can be translated."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    translating: Any = made
    translating.install_null_translations()
    made.globals["_"] = lambda text: text
    return made


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


def _brand_style(brand: Brand) -> str:
    """The color, and the classification in the margin of every printed page."""
    style = f":root {{ --brand: {brand.color}; }}\n" if brand.color else ""
    mark = visible(brand.classification)
    if mark:
        quoted = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in mark)
        style += f'@page {{ @top-center {{ content: "{quoted}"; font: bold 9pt sans-serif; }} }}\n'
    return style


def _data_address(brand: Brand) -> str:
    """The logo as an address that needs no network."""
    return f"data:{brand.logo_type};base64,{base64.b64encode(brand.logo).decode()}" if brand.logo else ""


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


def _facts_of(model: Model) -> tuple[list[tuple[str, list[tuple[Fact, ...]]]], dict[str, list[str]]]:
    """Facts with all who speak for them, by the first part of the name; and those that nobody knows, by the reason."""
    known: list[tuple[str, list[tuple[Fact, ...]]]] = []
    silent: dict[str, list[str]] = {}
    for key, title in GROUPS.items():
        rows = []
        for name, said in model.facts.statements.items():
            if name.partition(".")[0] != key:
                continue
            if len(said) == 1 and isinstance(said[0].value, Unknown):
                silent.setdefault(said[0].value.reason, []).append(name)
            else:
                rows.append(said)
        if rows:
            known.append((title, rows))
    return known, silent


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


def _place_link(report: Report, place: Location) -> str:
    return report.checkout.link(place) if report.checkout is not None else ""


def _declared(policy: Policy) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Contexts of the policy: name, paths, declarations."""
    contexts = [*policy.contexts, *([policy.default_context] if policy.default_context else [])]
    return [
        (c.name, ", ".join(c.paths), [(name, value_text(value)) for name, value in sorted(c.declared.items())])
        for c in contexts
    ]
