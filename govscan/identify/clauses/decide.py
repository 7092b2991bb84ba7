"""Clauses of one text enter; one reading a term leaves: the strictest clause, a known absence, or Unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from govscan.facts import ABSENT, Unknown, Value
from govscan.identify.clauses.clause import Clause, Reading, Terms
from govscan.identify.clauses.kind import Kind

ABSENCES: Final[dict[str, Value]] = {
    "commercial_use": "allowed",
    "mau_threshold": ABSENT,
    "revenue_threshold_usd": ABSENT,
    "registration_required": False,
    "territory_excluded": (),
    "output_training": "allowed",
    "attribution": False,
    "notice_file": False,
    "state_changes": False,
    "naming_duty": "none",
    "naming": ABSENT,
    "share_alike": False,
    "use_restrictions": False,
    "pass_on_restrictions": False,
    "military_prohibited": False,
    "field_of_use": ABSENT,
    "governing_law": ABSENT,
    "venue": ABSENT,
    "termination": False,
    "patent_termination": False,
    "remote_update": False,
    "terms_may_change": False,
}
TERMS: Final = tuple(ABSENCES)
_ORDERS: Final[dict[str, tuple[Value, ...]]] = {
    "commercial_use": ("prohibited", "conditional", "allowed"),
    "output_training": ("prohibited", "conditional", "allowed"),
    "naming_duty": ("required", "encouraged", "none"),
}
_LIMITS: Final = ("mau_threshold", "revenue_threshold_usd")
ABSENCE_CONFIDENCE: Final = 0.7
_PARTIAL: Final = "the text is not a whole license, and it says nothing about this"
MOST_CLAUSES: Final = 40  # that are kept of one term; all of them decide


def decide(kind: Kind, clauses: Iterable[Clause], doubts: Mapping[str, Clause], unread: str = "") -> Terms:
    """One reading for every term. `doubts` are passages near a theme that no rule understood; `unread` says why the
    text was not read to its end, if it was not."""
    said: dict[str, list[Clause]] = {term: [] for term in TERMS}
    for clause in dict.fromkeys(clauses):
        said[clause.term].append(clause)
    silent = unread or ("" if kind is Kind.LICENSE else _PARTIAL)
    return {term: _reading(term, sorted(said[term], key=_strictness), silent, doubts.get(term)) for term in TERMS}


def undecided(reason: str) -> Terms:
    """Nothing is known of a text."""
    return {term: Reading(Unknown(reason)) for term in TERMS}


def _strictness(clause: Clause) -> tuple[float, int]:
    """Strictest first, then in the order of the text."""
    order = _ORDERS.get(clause.term, ())
    if order:
        return (order.index(clause.value) if clause.value in order else -1, clause.line)
    if clause.term in _LIMITS:
        return (clause.value if isinstance(clause.value, int) else -1, clause.line)
    return (0, clause.line)


def _reading(term: str, clauses: Sequence[Clause], silent: str, doubt: Clause | None) -> Reading:
    if clauses:
        spoken = _spoken(term, clauses)
        return replace(spoken, clauses=spoken.clauses[:MOST_CLAUSES])
    if doubt is not None:
        return Reading(Unknown(f'line {doubt.line} may speak about this: "{doubt.quote}"'))
    if silent:
        return Reading(Unknown(silent))
    return Reading(ABSENCES[term], (), ABSENCE_CONFIDENCE)


def _spoken(term: str, said: Sequence[Clause]) -> Reading:
    clauses = tuple(said)
    first = clauses[0]
    unknown = next((clause for clause in clauses if isinstance(clause.value, Unknown)), None)
    if unknown is not None:
        return Reading(unknown.value, clauses, unknown.confidence)
    if term == "territory_excluded":
        places = sorted({place for clause in clauses if isinstance(clause.value, tuple) for place in clause.value})
        whole = replace(first, value=tuple(places))  # the first passage speaks for all of them
        return Reading(whole.value, (whole, *clauses[1:]), first.confidence)
    if term == "governing_law":
        laws = sorted({str(clause.value) for clause in clauses})
        if len(laws) > 1:
            return Reading(Unknown(f"the text names several laws: {', '.join(laws)}"), clauses, first.confidence)
    return Reading(first.value, clauses, max(c.confidence for c in clauses if c.value == first.value))
