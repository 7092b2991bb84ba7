"""License texts enter, terms leave as their own words state them: of texts that nobody knows, and of changed ones.

A clause that was read is a term with its lines and words. That no clause was read is no term: a person may say that
there is none, a reader of clauses may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govscan.evidence import Document
from govscan.facts import Fact, SourceKind, Unknown
from govscan.identify.claim import cite
from govscan.identify.terms import LIMITS, TERMS, USES, Term, Terms, all_of, no_duty, strictest

if TYPE_CHECKING:
    from govscan.identify.clauses import Clause, Reading
    from govscan.identify.text import LicenseText

MOST_STATEMENTS: Final = 4  # passages that are kept of one term; a text that says a thing ten times says it
_CHANGED_FIRST: Final = frozenset({*USES, *LIMITS, "territory_excluded", "registration_required", "field_of_use"})
"""What an added clause changes first; other duties of a known text are likely to stand."""


@lru_cache(maxsize=64)
def _readings(text: str) -> Mapping[str, Reading]:
    from govscan.identify.clauses import read_clauses  # only where a text has to be read

    return read_clauses(text)


def stated_terms(texts: Sequence[LicenseText]) -> Terms:
    """The terms of texts that nobody knows, as far as their clauses state them; together the texts all bind."""
    return all_of([_stated(text.document) for text in texts])


def _stated(document: Document) -> Terms:
    readings = _readings(document.text)
    return {name: _term(document, name, readings.get(name)) for name in TERMS}


def _term(document: Document, name: str, reading: Reading | None) -> Term:
    if reading is None:
        return Term(Unknown(f"nobody knows the license of {document.source}"))
    if isinstance(reading.value, Unknown):
        return Term(reading.value)
    clause = next((clause for clause in reading.clauses if clause.value == reading.value), None)
    if clause is None:
        words = name.replace("_", " ")
        return Term(
            Unknown(f"no clause on {words} was read in {document.source}; a person has to say that there is none")
        )
    return _of_clause(document, clause)


def _of_clause(document: Document, clause: Clause) -> Term:
    source = cite(document, SourceKind.TEXT, clause.line, clause.end_line, clause.quote)
    return Term(clause.value, confidence=clause.confidence, source=source)


def corrected_terms(license_: str, known: Terms, texts: Sequence[LicenseText]) -> Terms:
    """The terms of a known license whose text was changed: what the words say where they say more than the license,
    what the license says where the words agree or a duty is likely to stand, and else nothing."""
    stated = stated_terms(texts)
    return {name: _corrected(license_, name, known[name], stated[name]) for name in known}


def _corrected(license_: str, name: str, known: Term, stated: Term) -> Term:
    if name == "family" or stated.source is None:
        likely = name not in _CHANGED_FIRST and name != "family" and not no_duty(known)
        if likely and not isinstance(known.value, Unknown):
            return known
        reason = f"the text is a modified {license_}: somebody has to read what was changed"
        return Term(Unknown(reason), known.license)
    if stated.value == known.value or isinstance(known.value, Unknown):
        return stated
    if strictest(name, [known, stated]).value == stated.value:
        return stated
    return Term(Unknown(f"{known.license} says otherwise than the changed text ({stated.source})"), known.license)


def statements(texts: Sequence[LicenseText]) -> Iterator[Fact]:
    """Every clause that speaks, as a further statement beside the terms of the catalog: its lines and its words."""
    for text in texts:
        for name, reading in _readings(text.document.text).items():
            for clause in reading.clauses[:MOST_STATEMENTS]:
                term = _of_clause(text.document, clause)
                yield Fact(f"license.{name}", term.value, term.source, term.confidence)
