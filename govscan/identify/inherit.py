"""What a lineage means for the model: duties that it takes over, and claims that its base models do not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.conclude import Conclusion
from govscan.identify.duties import duties_of
from govscan.identify.license_terms import concluded_terms, term_source
from govscan.identify.lineage import Ancestor, Lineage
from govscan.identify.merges import incompatible_parents
from govscan.identify.prose import SENTENCE_CONFIDENCE
from govscan.identify.share_alike import goes_under
from govscan.identify.terms import PERMISSIVE, USE_ORDER, Term, Terms, strictest_use
from govscan.regions import countries

_LIMITS: Final = (
    ("mau_threshold", "{:,} monthly active users"),
    ("revenue_threshold_usd", "USD {:,} of annual revenue"),
)
_DROPPED: Final = (
    ("use_restrictions", "the use restrictions are"),
    ("share_alike", "share-alike is"),
    ("registration_required", "the registration is"),
)
_FREE: Final = (PERMISSIVE, "public-domain")  # what lies in the public domain may be put under any license
NOTHING_READ: Final = Unknown("neither a card nor the catalog says what the model was made from")


def lineage_facts(lineage: Lineage, own: Conclusion, catalog: Catalog) -> Iterator[Fact]:
    """`lineage.` facts, and `model.base_models`."""
    bases = [parent for parent in lineage.parents if parent.relation != "distilled"]
    spoken = bases[0].source if bases else lineage.asked
    place = spoken or Source(SourceKind.DERIVED, own.identity.name or str(own.identity))
    terms = concluded_terms(own, catalog)
    gap = replace(place, quote="; ".join(lineage.gaps)) if lineage.gaps else place
    silent = NOTHING_READ if spoken is None else None  # a teacher may be named where nothing speaks of base models
    why_open = Unknown(lineage.gaps[0]) if lineage.gaps else silent

    yield Fact("model.base_models", silent or tuple(sorted({parent.name for parent in bases})), place)
    yield Fact("lineage.complete", False if lineage.gaps else silent or True, gap)
    conflict, sure = _conflict(own, terms, lineage, silent)
    yield Fact("lineage.base_conflict", conflict, place, sure)
    relatives = (*lineage.ancestors, *lineage.teachers)
    duties = {duty for relative in relatives for duty in duties_of(relative)}
    unknown = None if duties else why_open
    yield Fact("lineage.inherited_obligations", unknown or tuple(sorted(duties)), place)
    for relative in relatives:
        yield _of_one(relative, unknown)
    yield _use(own, terms, lineage, why_open)


def _of_one(relative: Ancestor, unknown: Unknown | None) -> Fact:
    """What one ancestor carries down, behind the statement about all of them, so that a reader can follow it. A
    derived statement is never the conclusion; where the whole is unknown no part of it is known."""
    base = relative.conclusion.concluded
    license_ = relative.conclusion.expression or "not known"
    source = Source(SourceKind.DERIVED, relative.parent.name, quote=f"{license_} ({base.source})")
    return Fact("lineage.inherited_obligations", unknown or tuple(sorted(duties_of(relative))), source)


def _use(own: Conclusion, terms: Terms, lineage: Lineage, why_open: Unknown | None) -> Fact:
    """The strictest commercial_use of the model and its bases, from the source that sets it."""
    of_whom: list[tuple[Conclusion, Term]] = [(own, terms["commercial_use"])]
    of_whom += [(ancestor.conclusion, ancestor.terms["commercial_use"]) for ancestor in lineage.ancestors]
    strictest = strictest_use([term for _, term in of_whom])
    decider = next(conclusion for conclusion, term in of_whom if term is strictest)
    source = term_source(decider, strictest)
    name = "lineage.most_restrictive_commercial_use"
    if strictest.value != "prohibited" and not isinstance(strictest.value, Unknown) and why_open is not None:
        return Fact(name, why_open, source)
    return Fact(name, strictest.value, source, decider.concluded.confidence)


def _conflict(
    own: Conclusion, terms: Terms, lineage: Lineage, silent: Unknown | None
) -> tuple[tuple[str, ...] | Unknown, float]:
    """Every claim that goes beyond a base model, nearest base first; what cannot be merged; what a teacher forbids.
    Unknown where none is seen and something needed is not known. And how sure that is: a teacher is read from prose."""
    entries = [
        _entry(own, ancestor, beyond)
        for ancestor in lineage.ancestors
        if (beyond := list(_beyond(own, terms, ancestor)))
    ]
    entries += incompatible_parents(lineage)
    taught = [sentence for teacher in lineage.teachers for sentence in _against_teacher(teacher)]
    if entries or taught:
        return (*entries, *taught), 1.0 if entries else SENTENCE_CONFIDENCE
    return _why_none(own, terms, lineage) or silent or (), 1.0


def _why_none(own: Conclusion, terms: Terms, lineage: Lineage) -> Unknown | None:
    """What is not known where no conflict was seen; None where there is none."""
    if own.expression is None and (lineage.ancestors or lineage.gaps):
        reason = getattr(own.concluded.expression, "reason", "the license is not known")
        return Unknown(f"what the model itself claims is not known: {reason}")
    if lineage.gaps:
        return Unknown(lineage.gaps[0])
    unsure = [reason for ancestor in lineage.ancestors for reason in _unsure(own, terms, ancestor)]
    unsure += [reason for teacher in lineage.teachers for reason in _unsure_teacher(teacher)]
    return Unknown(unsure[0]) if unsure else None


def _unsure(own: Conclusion, terms: Terms, ancestor: Ancestor) -> Iterator[str]:
    """Why a comparison of commercial use could not be made."""
    base = ancestor.conclusion.expression
    if base is None or (own.expression is not None and expression.same(base, own.expression)):
        return
    for term in (terms["commercial_use"], ancestor.terms["commercial_use"]):
        if isinstance(term.value, Unknown):
            yield f"cannot compare with {ancestor.parent.name}: {term.value.reason}"


def _unsure_teacher(teacher: Ancestor) -> Iterator[str]:
    value = teacher.terms["output_training"].value
    if isinstance(value, Unknown):
        yield f"whether outputs of {teacher.parent.name} may train other models is not known: {value.reason}"


def _against_teacher(teacher: Ancestor) -> Iterator[str]:
    """What the license of a teacher says against having trained with its outputs."""
    term = teacher.terms["output_training"]
    if term.value == "prohibited":
        base = teacher.conclusion.concluded
        section = f", {term.section}" if term.section else ""
        student = f"its base {teacher.child} " if teacher.child else ""
        yield (
            f"{student}was trained with outputs of {teacher.parent.name} ({teacher.parent.source}), whose license "
            f"{base.expression} forbids to train other models with them ({base.source}{section})"
        )


def _beyond(own: Conclusion, terms: Terms, ancestor: Ancestor) -> Iterator[str]:
    """What the base's license demands and the model's does not, in words."""
    base = ancestor.terms
    other = ancestor.conclusion.expression
    if other is None or own.expression is None or expression.same(other, own.expression):
        return
    if (bound := _binding(other)) and bound <= _binding(own.expression):
        return
    yield from _uses(terms, base)
    excluded, own_excluded = base["territory_excluded"].value, terms["territory_excluded"].value
    if isinstance(excluded, tuple) and isinstance(own_excluded, tuple):
        dropped = [place for place in excluded if not _countries((place,)) <= _countries(own_excluded)]
        if dropped:
            yield f"the excluded territory {', '.join(sorted(dropped))} is dropped"
    for name, words in _LIMITS:
        cap, own_cap = base[name].value, terms[name].value
        if isinstance(cap, int) and (own_cap is ABSENT or (isinstance(own_cap, int) and own_cap > cap)):
            yield f"the threshold of {words.format(cap)} is dropped"
    if isinstance(base["naming"].value, str) and terms["naming"].value is ABSENT:
        yield "the naming duty is dropped"
    for name, words in _DROPPED:
        if base[name].value is True and terms[name].value is False:
            yield f"{words} dropped"
    if not _one_maker(own, ancestor):
        yield from _replaced(own.expression, terms, other, base)
    family = base["family"].value
    if terms["family"].value == PERMISSIVE and isinstance(family, str) and family not in _FREE:
        yield f"its family is {family}, not permissive"


def _uses(terms: Terms, base: Terms) -> Iterator[str]:
    for name, words in (("commercial_use", "commercial use"), ("output_training", "training with outputs")):
        mine, theirs = terms[name].value, base[name].value
        if mine in USE_ORDER and theirs in USE_ORDER and USE_ORDER.index(mine) < USE_ORDER.index(theirs):
            yield f"{words} is {theirs} there"


def _replaced(own: str, terms: Terms, other: str, base: Terms) -> Iterator[str]:
    """Terms that have to be passed on as they are, and are others now."""
    if base["use_restrictions"].value is True and terms["use_restrictions"].value is True:
        yield "the use restrictions are those of another license"
    both_share = base["share_alike"].value is True and terms["share_alike"].value is True
    if both_share and not any(goes_under(other, id_) for id_ in expression.ids(own)):
        yield f"share-alike asks for {other}"


def _binding(license_: str) -> frozenset[str]:
    """The licenses of an expression that bind whatever is chosen."""
    return expression.fold(
        license_,
        lambda id_: frozenset((id_,)),
        lambda parts: parts[0].union(*parts),
        lambda parts: parts[0].intersection(*parts),
    )


def _one_maker(own: Conclusion, ancestor: Ancestor) -> bool:
    """Whether both lie in one organization of the hub: a maker may give the next model another license."""
    mine, slash, _ = own.identity.name.lower().partition("/")
    theirs = ancestor.conclusion.identity.name.lower().partition("/")[0]
    return own.identity.provider != "local" and bool(slash) and mine == theirs


def _countries(places: tuple[str, ...]) -> frozenset[str]:
    """Every country of some places; a place nobody knows stands for itself."""
    return frozenset().union(*(countries(place) or {place} for place in places))


def _entry(own: Conclusion, ancestor: Ancestor, beyond: list[str]) -> str:
    base = ancestor.conclusion.concluded
    return (
        f"claims {own.expression} ({own.concluded.source}); its base {ancestor.parent.name} "
        f"({ancestor.parent.source}) is under {base.expression} ({base.source}): {', '.join(beyond)}"
    )
