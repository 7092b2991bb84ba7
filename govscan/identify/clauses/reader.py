"""The reader itself: a text enters, the readings of all terms leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from govscan import limits
from govscan.facts import ABSENT
from govscan.identify.clauses import commercial, courts, duties, ending, outputs, passing, territory, thresholds
from govscan.identify.clauses.clause import Clause, Terms, clause
from govscan.identify.clauses.decide import decide, undecided
from govscan.identify.clauses.kind import Kind, kind_of
from govscan.identify.clauses.passages import Passage, fold, passages
from govscan.identify.clauses.rule import Phrase, first, read_rules

RULES: Final = (*commercial.RULES, *outputs.RULES, *duties.RULES, *passing.RULES, *ending.RULES)
BALANCED: Final = 0.75  # confidence where two passages have to be weighed
_DOUBTS: Final[tuple[tuple[str, tuple[Phrase, ...], tuple[Phrase, ...]], ...]] = (
    (commercial.USE, commercial.DOUBTS, commercial.IDLE),
    (outputs.TERM, outputs.DOUBTS, outputs.IDLE),
    (duties.NAMING, duties.DOUBTS, duties.IDLE),
    (passing.MILITARY, passing.MILITARY_DOUBTS, passing.MILITARY_IDLE),
)


def read_clauses(text: str) -> Terms:
    """What a text says about every term; Unknown for all of them if it is no license."""
    folded = fold(text[: limits.CLAUSE_CHARACTERS])
    kind = kind_of(folded)
    if kind is Kind.OTHER:
        return undecided("the text is not a license")
    read = passages(text)
    clauses = [
        *read_rules(RULES, read, folded),
        *thresholds.read_thresholds(read),
        *territory.read_territory(read),
        *courts.read_courts(read),
    ]
    cut = len(text) > limits.CLAUSE_CHARACTERS or len(read) >= limits.CLAUSE_PASSAGES
    unread = "the text is too long to be read to its end" if cut else ""
    return decide(kind, _agreed(clauses, read), {found.term: found for found in _doubts(read)}, unread)


def _agreed(clauses: Sequence[Clause], read: Sequence[Passage]) -> Iterator[Clause]:
    """The clauses in the light of one another."""
    terms = {found.term for found in clauses}
    registers = commercial.REGISTRATION in terms
    limited = {thresholds.USERS, thresholds.REVENUE} & terms
    own_terms = any(first(passing.OWN_TERMS, passage.text) for passage in read)
    banned = [c for c in clauses if c.term == commercial.USE and c.value == "prohibited"]
    for found in clauses:
        if found.term == commercial.USE and found.value == "prohibited" and (registers or limited):
            # What is forbidden is so above the threshold, or without the registration.
            found = replace(found, value="conditional", confidence=min(found.confidence, BALANCED))
        if found.term == passing.SHARE and own_terms:
            continue  # whoever may choose other terms need not keep these
        yield found
        if found.term == passing.SHARE:
            yield replace(found, term=passing.PASSING)
        if found.term == duties.NAMING and found.value == "required":
            yield replace(found, term="naming", value=found.quote)
    for found in clauses:
        if found.term in limited:
            yield replace(found, term=commercial.USE, value="conditional", written=())
        if found.term == commercial.REGISTRATION:
            yield replace(found, term=commercial.USE, value="conditional")
    if banned and not registers and not limited:
        yield from _derived(read)


def _derived(read: Sequence[Passage]) -> Iterator[Clause]:
    """Where a license is for non-commercial use only and counts models made from outputs as derivatives."""
    for passage in read:
        span = outputs.DERIVED.find(passage.text)
        if span is not None and outputs.DERIVED_DEFINES.find(passage.text) is not None:
            yield clause(outputs.TERM, "conditional", passage, span, 0.7)


def _doubts(read: Sequence[Passage]) -> Iterator[Clause]:
    for term, phrases, idle in _DOUBTS:
        for passage in read:
            span = first(phrases, passage.text)
            if span is not None and first(idle, passage.text) is None:
                yield clause(term, ABSENT, passage, span, 0.3)
                break
