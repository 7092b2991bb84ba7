"""What a license demands: an expression enters, its terms leave.

AND takes the strictest of every term, since all of the licenses bind; OR takes the one license that demands least,
since the user chooses one and lives with all of its terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.catalog.records import LicenseRecord
from govscan.facts import ABSENT, Source, Unknown, Value
from govscan.identify import expression

USE_ORDER: Final = ("allowed", "conditional", "prohibited")
USES: Final = ("commercial_use", "output_training")
LIMITS: Final = ("mau_threshold", "revenue_threshold_usd")
FLAGS: Final = (
    *("registration_required", "attribution", "notice_file", "state_changes", "share_alike", "use_restrictions"),
    *("pass_on_restrictions", "military_prohibited", "termination", "patent_termination", "remote_update"),
    "terms_may_change",
)
DUTY: Final = "naming_duty"
DUTY_ORDER: Final = ("none", "encouraged", "required")
TEXTS: Final = ("naming", "field_of_use")
COURTS: Final = ("governing_law", "venue")
TERMS: Final = (*USES, *LIMITS, "territory_excluded", *FLAGS, DUTY, *TEXTS, *COURTS, "family")

PERMISSIVE: Final = "permissive"


class Term(Struct, frozen=True):
    """One term: the value, and which section of which license says so; `source` is set where a clause was read in
    the text at hand."""

    value: Value | Unknown
    license: str = ""
    section: str = ""
    as_of: str = ""
    confidence: float = 1.0
    source: Source | None = None


Terms = Mapping[str, Term]


def terms_of(license_expression: str, catalog: Catalog) -> Terms:
    """The terms of an SPDX expression, every name of `TERMS` in it."""
    return expression.fold(license_expression, lambda id_: _of_one(id_, catalog), all_of, any_of)


def unknown_terms(reason: str) -> Terms:
    return {name: Term(Unknown(reason)) for name in TERMS}


def no_duty(term: Term) -> bool:
    """Whether a term asks nothing of anybody: what an added clause may change."""
    return term.value in (False, ABSENT, PERMISSIVE, "none", "allowed", ())


def _of_one(id_: str, catalog: Catalog) -> Terms:
    record = catalog.license(id_) or catalog.license(id_.partition(" WITH ")[0])
    if record is None:
        return unknown_terms(f"terms of {id_} are not in the catalog")
    return {name: _term(name, record) for name in TERMS}


def _term(name: str, record: LicenseRecord) -> Term:
    if name == "family":
        return Term(record.family, record.id, "", record.as_of)
    term = record.terms.get(name)
    if term is None:
        silent = Unknown(f"the catalog does not say what {record.id} means for {name}")
        return Term(silent, record.id, "", record.as_of)
    return Term(term.value, record.id, term.section, record.as_of)


# --- AND ----------------------------------------------------------------------------------------------------------


def all_of(parts: Sequence[Terms]) -> Terms:
    """Every license binds: of each term, the strictest."""
    return {name: strictest(name, [part[name] for part in parts]) for name in TERMS}


def strictest(name: str, terms: Sequence[Term]) -> Term:
    """The term that demands most of several that all bind."""
    if len(terms) == 1:
        return terms[0]
    if name in USES:
        return strictest_use(terms)
    if name in FLAGS:
        return _first(terms, lambda value: value is True) or _unknown(terms) or terms[0]
    unknown = _unknown(terms)
    if unknown is not None:
        return unknown
    if name in LIMITS:
        return min(terms, key=lambda term: _limit(term.value))
    if name == "territory_excluded":
        return _joined(terms, tuple(sorted({place for term in terms for place in _places(term.value)})))
    if name == "family":
        bound = list(dict.fromkeys(str(term.value) for term in terms if term.value != PERMISSIVE))
        return _joined(terms, " AND ".join(bound) or PERMISSIVE)
    if name == DUTY:
        return max(terms, key=lambda term: DUTY_ORDER.index(str(term.value)))
    said = list(dict.fromkeys(term.value for term in terms if isinstance(term.value, str)))
    if name in COURTS and len(said) > 1:
        what = "laws" if name == "governing_law" else "courts"
        return replace(terms[0], value=Unknown(f"the licenses name different {what}: {', '.join(said)}"))
    return _joined(terms, "; ".join(said) if said else ABSENT)


def strictest_use(terms: Sequence[Term]) -> Term:
    """The strictest of allowed, conditional and prohibited. Unknown unless one is prohibited: nothing is stricter."""
    return (
        _first(terms, lambda value: value == "prohibited")
        or _unknown(terms)
        or max(terms, key=lambda term: USE_ORDER.index(str(term.value)))
    )


def _first(terms: Sequence[Term], test: Callable[[Value | Unknown], bool]) -> Term | None:
    return next((term for term in terms if test(term.value)), None)


def _unknown(terms: Sequence[Term]) -> Term | None:
    return _first(terms, lambda value: isinstance(value, Unknown))


def _limit(value: Value | Unknown) -> float:
    return float(value) if isinstance(value, int | float) else float("inf")


def _places(value: Value | Unknown) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _joined(terms: Sequence[Term], value: Value) -> Term:
    """A term made of several: the sections of those that demand something."""
    speaking = [term for term in terms if term.value not in (ABSENT, (), PERMISSIVE)] or [terms[0]]
    if len(speaking) == 1:
        return replace(speaking[0], value=value)
    section = "; ".join(f"{term.license} {term.section}".strip() for term in speaking)
    return Term(value, " AND ".join(dict.fromkeys(term.license for term in speaking)), section, speaking[0].as_of)


# --- OR -----------------------------------------------------------------------------------------------------------


def any_of(parts: Sequence[Terms]) -> Terms:
    """The user chooses one license and takes it whole: the one that demands least."""
    return min(parts, key=burden)


def burden(terms: Terms) -> tuple[float, ...]:
    """How much a license demands, comparable; what nobody knows counts as the most."""
    uses = [_use_burden(terms[name].value) for name in USES]
    limits = [0.0 if terms[name].value is ABSENT else 1.0 for name in LIMITS]
    territory = terms["territory_excluded"].value
    places = 300.0 if isinstance(territory, Unknown) else float(len(_places(territory)))
    flags = sum(terms[name].value is not False for name in FLAGS)
    words = sum(terms[name].value is not ABSENT for name in TEXTS)  # the naming duty is counted by its words
    return (uses[0], places, sum(limits), uses[1], float(flags + words))


def _use_burden(value: Value | Unknown) -> float:
    return float(USE_ORDER.index(value)) if value in USE_ORDER else 3.0
