"""What a license demands: an expression enters, the term facts of `license.` leave.

AND takes the strictest of every term, since all of the licenses bind; OR takes the one license that demands least,
since the user chooses one and lives with all of its terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.catalog.records import LicenseRecord
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown, Value
from govscan.identify import expression
from govscan.identify.conclude import Conclusion

USE_ORDER: Final = ("allowed", "conditional", "prohibited")
USES: Final = ("commercial_use", "output_training")
LIMITS: Final = ("mau_threshold", "revenue_threshold_usd")
FLAGS: Final = (
    *("registration_required", "attribution", "share_alike", "use_restrictions"),
    *("patent_termination", "remote_update"),
)
TEXTS: Final = ("naming", "field_of_use")
TERMS: Final = (*USES, *LIMITS, "territory_excluded", *FLAGS, *TEXTS, "governing_law", "family")

MODIFIED_CONFIDENCE = 0.5
# What an added clause changes first. Other duties of the known text are likely to stand; that there is no further
# duty is not known of a changed text.
_UNSURE_WHEN_MODIFIED: Final = frozenset(
    {*USES, *LIMITS, "territory_excluded", "registration_required", "field_of_use"}
)
_NO_DUTY_WHEN_MODIFIED: Final = frozenset({"naming", "use_restrictions", "share_alike", "attribution", "family"})
PERMISSIVE: Final = "permissive"


class Term(Struct, frozen=True):
    """One term as read: the value, and whose section of which license says so."""

    value: Value | Unknown
    license: str = ""
    section: str = ""
    as_of: str = ""


Terms = Mapping[str, Term]


def terms_of(license_expression: str, catalog: Catalog) -> Terms:
    """The terms of an SPDX expression, every name of `TERMS` in it."""
    return expression.fold(license_expression, lambda id_: _of_one(id_, catalog), all_of, any_of)


def unknown_terms(reason: str) -> Terms:
    return {name: Term(Unknown(reason)) for name in TERMS}


def concluded_terms(conclusion: Conclusion, catalog: Catalog) -> Terms:
    """The terms of a model's concluded license. A modified text keeps the terms of its model, except those that an
    added clause changes first."""
    if conclusion.expression is None:
        unknown = conclusion.concluded.expression
        return unknown_terms(unknown.reason if isinstance(unknown, Unknown) else "the license is not known")
    if not conclusion.concluded.settled:
        return unknown_terms(
            f"terms of {conclusion.expression} are not in the catalog: the name stands for no one text"
        )
    terms = terms_of(conclusion.expression, catalog)
    if not conclusion.modified:
        return terms
    reason = f"the text is a modified {conclusion.expression}: somebody has to read what was changed"
    return {name: replace(term, value=Unknown(reason)) if _unsure(name, term) else term for name, term in terms.items()}


def _unsure(name: str, term: Term) -> bool:
    no_duty = term.value in (False, ABSENT, PERMISSIVE)
    return name in _UNSURE_WHEN_MODIFIED or (no_duty and name in _NO_DUTY_WHEN_MODIFIED)


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
    value = () if name == "territory_excluded" and term.value is ABSENT else term.value
    return Term(value, record.id, term.section, record.as_of)


# --- AND ----------------------------------------------------------------------------------------------------------


def all_of(parts: Sequence[Terms]) -> Terms:
    """Every license binds: of each term, the strictest."""
    return {name: _strictest(name, [part[name] for part in parts]) for name in TERMS}


def _strictest(name: str, terms: Sequence[Term]) -> Term:
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
    said = list(dict.fromkeys(term.value for term in terms if isinstance(term.value, str)))
    if name == "governing_law" and len(said) > 1:
        return replace(terms[0], value=Unknown(f"the licenses name different laws: {', '.join(said)}"))
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
    words = sum(terms[name].value is not ABSENT for name in TEXTS)
    return (uses[0], places, sum(limits), uses[1], float(flags + words))


def _use_burden(value: Value | Unknown) -> float:
    return float(USE_ORDER.index(value)) if value in USE_ORDER else 3.0


# --- facts --------------------------------------------------------------------------------------------------------


def term_facts(conclusion: Conclusion, catalog: Catalog) -> Iterator[Fact]:
    """`license.` facts from `commercial_use` to `remote_update`, each with the section that says so."""
    sure = conclusion.concluded.confidence
    if conclusion.modified:
        sure = min(sure, MODIFIED_CONFIDENCE)
    for name, term in concluded_terms(conclusion, catalog).items():
        yield Fact(f"license.{name}", term.value, term_source(conclusion, term), sure)


def term_source(conclusion: Conclusion, term: Term) -> Source:
    """The license text where one was read, else the catalog's record; for an unknown license, its own source."""
    own = conclusion.concluded.source
    if own.kind is SourceKind.TEXT:
        text = next((t for t in conclusion.texts if term.license and t.claim.expression == term.license), None)
        place = text.claim.source if text else own
        return replace(place, quote=f"{term.license} {term.section}".strip())
    if not term.license:
        return own
    place_ = f"licenses/{term.license}" + (f": {term.section}" if term.section else "")
    return Source(SourceKind.CATALOG, place_, as_of=term.as_of)
