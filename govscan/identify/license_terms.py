"""A conclusion enters, the terms by which the model may be used leave: those of the license, or of the text at hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.conclude import Conclusion
from govscan.identify.terms import Term, Terms, terms_of, unknown_terms
from govscan.identify.wording import corrected_terms, stated_terms, statements

MODIFIED_CONFIDENCE: Final = 0.5


def concluded_terms(conclusion: Conclusion, catalog: Catalog) -> Terms:
    """The terms of a model's concluded license; of a text that nobody knows or that was changed, what its own
    clauses state."""
    if conclusion.expression is None:
        if conclusion.texts:
            return stated_terms(conclusion.texts)
        unknown = conclusion.concluded.expression
        return unknown_terms(unknown.reason if isinstance(unknown, Unknown) else "the license is not known")
    if not conclusion.concluded.settled:
        return unknown_terms(
            f"terms of {conclusion.expression} are not in the catalog: the name stands for no one text"
        )
    terms = terms_of(conclusion.expression, catalog)
    if conclusion.modified and conclusion.texts:
        return corrected_terms(conclusion.expression, terms, conclusion.texts)
    return terms


def term_facts(conclusion: Conclusion, catalog: Catalog) -> Iterator[Fact]:
    """`license.` facts from `commercial_use` to `terms_may_change`, each with the section or the lines that say so;
    where a text was read, its own words beside them."""
    sure = conclusion.concluded.confidence if conclusion.expression else 1.0
    if conclusion.modified:
        sure = min(sure, MODIFIED_CONFIDENCE)
    own = conclusion.concluded
    if not conclusion.texts and conclusion.expression and own.settled and own.source.kind is not SourceKind.TEXT:
        for fact in _cataloged(conclusion.expression, sure, catalog):
            yield fact if fact.source is not None else replace(fact, source=own.source)
        return
    said = list(statements(conclusion.texts))
    for name, term in concluded_terms(conclusion, catalog).items():
        fact = Fact(f"license.{name}", term.value, term_source(conclusion, term), min(sure, term.confidence))
        passages = [each for each in said if each.name == fact.name and each.source != fact.source]
        words = next((each for each in passages if each.value == fact.value and term.license), None)
        if words is not None:  # the clause itself is what a person opens; the section of the catalog stays beside it
            yield replace(words, confidence=fact.confidence)
        yield fact
        if fact.known:  # a passage alone does not settle what the whole leaves open
            yield from (each for each in passages if each is not words)


@lru_cache(maxsize=1_024)
def _cataloged(license_: str, sure: float, catalog: Catalog) -> tuple[Fact, ...]:
    """What the catalog says of a license of which no text was read: the same for every model under it. Without a
    source where it does not know the license."""
    return tuple(
        Fact(f"license.{name}", term.value, _record_source(term) if term.license else None, min(sure, term.confidence))
        for name, term in terms_of(license_, catalog).items()
    )


def term_source(conclusion: Conclusion, term: Term) -> Source:
    """The license text where one was read, else the catalog's record; for an unknown license, its own source."""
    if term.source is not None:
        return term.source
    own = conclusion.concluded.source
    if own.kind is SourceKind.TEXT:
        text = next((t for t in conclusion.texts if term.license and t.claim.expression == term.license), None)
        place = text.claim.source if text else own
        return replace(place, quote=f"{term.license} {term.section}".strip())
    if not term.license:
        return own
    return _record_source(term)


def _record_source(term: Term) -> Source:
    place = f"licenses/{term.license}" + (f": {term.section}" if term.section else "")
    return Source(SourceKind.CATALOG, place, as_of=term.as_of)
