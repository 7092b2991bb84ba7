"""What a lineage means for the model: duties that it takes over, and claims that its base models do not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govscan.catalog import Catalog
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.conclude import Conclusion
from govscan.identify.duties import duties_of
from govscan.identify.license_terms import concluded_terms, term_source
from govscan.identify.lineage import Ancestor, Lineage
from govscan.identify.merges import incompatible_parents
from govscan.identify.terms import PERMISSIVE, USE_ORDER, Term, Terms, strictest_use
from govscan.regions import countries

NOTHING_READ: Final = Unknown("neither a card nor the catalog says what the model was made from")


def lineage_facts(lineage: Lineage, own: Conclusion, catalog: Catalog) -> Iterator[Fact]:
    """`lineage.` facts, and `model.base_models`."""
    source = lineage.parents[0].source if lineage.parents else lineage.asked
    place = source or Source(SourceKind.DERIVED, own.identity.name or str(own.identity))
    terms = concluded_terms(own, catalog)
    if source is None:
        yield Fact("model.base_models", NOTHING_READ, place)
        yield Fact("lineage.complete", NOTHING_READ, place)
        yield Fact("lineage.base_conflict", NOTHING_READ, place)
        yield Fact("lineage.inherited_obligations", NOTHING_READ, place)
        yield _use(own, terms, lineage)
        return
    bases = {parent.name for parent in lineage.parents if parent.relation != "distilled"}
    yield Fact("model.base_models", tuple(sorted(bases)), place)
    gap = Source(
        place.kind, place.place, place.line, place.end_line, place.sha256, place.as_of, "; ".join(lineage.gaps)
    )
    yield Fact("lineage.complete", not lineage.gaps, gap if lineage.gaps else place)
    yield Fact("lineage.base_conflict", _conflict(own, terms, lineage), place)
    duties = {duty for ancestor in lineage.ancestors for duty in duties_of(ancestor)}
    unknown = lineage.gaps and not duties
    yield Fact("lineage.inherited_obligations", Unknown(lineage.gaps[0]) if unknown else tuple(sorted(duties)), place)
    yield from _by_parent(lineage, Unknown(lineage.gaps[0]) if unknown else None)
    yield _use(own, terms, lineage)


def _by_parent(lineage: Lineage, unknown: Unknown | None) -> Iterator[Fact]:
    """What each ancestor carries down, behind the statement about all of them, so that a reader can follow it. A
    derived statement is never the conclusion; where the whole is unknown no part of it is known."""
    for ancestor in lineage.ancestors:
        base = ancestor.conclusion.concluded
        license_ = ancestor.conclusion.expression or "not known"
        source = Source(SourceKind.DERIVED, ancestor.parent.name, quote=f"{license_} ({base.source})")
        yield Fact("lineage.inherited_obligations", unknown or tuple(sorted(duties_of(ancestor))), source)


def _use(own: Conclusion, terms: Terms, lineage: Lineage) -> Fact:
    """The strictest commercial_use of the model and its bases, from the source that sets it."""
    of_whom: list[tuple[Conclusion, Term]] = [(own, terms["commercial_use"])]
    of_whom += [
        (ancestor.conclusion, ancestor.terms["commercial_use"])
        for ancestor in lineage.ancestors
        if ancestor.parent.relation != "distilled"
    ]
    strictest = strictest_use([term for _, term in of_whom])
    decider = next(conclusion for conclusion, term in of_whom if term is strictest)
    source = term_source(decider, strictest)
    name = "lineage.most_restrictive_commercial_use"
    if strictest.value != "prohibited" and not isinstance(strictest.value, Unknown):
        if lineage.asked is None and not lineage.parents:
            return Fact(name, NOTHING_READ, source)
        if lineage.gaps:
            return Fact(name, Unknown(lineage.gaps[0]), source)
    return Fact(name, strictest.value, source, decider.concluded.confidence)


def _conflict(own: Conclusion, terms: Terms, lineage: Lineage) -> tuple[str, ...] | Unknown:
    """Every claim that goes beyond a base model. Unknown where none is seen and something needed is not known."""
    if not lineage.ancestors and not lineage.gaps:
        return ()
    if own.expression is None:
        reason = getattr(own.concluded.expression, "reason", "the license is not known")
        return Unknown(f"what the model itself claims is not known: {reason}")
    entries = []
    for ancestor in lineage.ancestors:
        if ancestor.parent.relation == "distilled":
            entries += list(_against_teacher(ancestor))
            continue
        beyond = list(_beyond(own, terms, ancestor))
        if beyond:
            entries.append(_entry(own, ancestor, beyond))
    entries += list(incompatible_parents(lineage.ancestors))
    if entries:
        return tuple(entries)  # nearest base first
    if lineage.gaps:
        return Unknown(lineage.gaps[0])
    unsure = next((reason for ancestor in lineage.ancestors for reason in _unsure(own, terms, ancestor)), None)
    return Unknown(unsure) if unsure else ()


def _unsure(own: Conclusion, terms: Terms, ancestor: Ancestor) -> Iterator[str]:
    """Why a comparison of commercial use could not be made."""
    if ancestor.parent.relation == "distilled":
        return
    base = ancestor.conclusion.expression
    if base is None or (own.expression is not None and expression.same(base, own.expression)):
        return
    for term in (terms["commercial_use"], ancestor.terms["commercial_use"]):
        if isinstance(term.value, Unknown):
            yield f"cannot compare with {ancestor.parent.name}: {term.value.reason}"


def _against_teacher(ancestor: Ancestor) -> Iterator[str]:
    """What the license of a teacher says against having trained with its outputs."""
    term = ancestor.terms["output_training"]
    if term.value == "prohibited":
        base = ancestor.conclusion.concluded
        section = f", {term.section}" if term.section else ""
        yield (
            f"was trained with outputs of {ancestor.parent.name} ({ancestor.parent.source}), whose license "
            f"{base.expression} forbids to train other models with them ({base.source}{section})"
        )


def _beyond(own: Conclusion, terms: Terms, ancestor: Ancestor) -> Iterator[str]:
    """What the base's license demands and the model's does not, in words."""
    base = ancestor.terms
    other = ancestor.conclusion.expression
    if other is None or own.expression is None or other in (own.expression, *expression.ids(own.expression)):
        return
    mine, theirs = terms["commercial_use"].value, base["commercial_use"].value
    if mine in USE_ORDER and theirs in USE_ORDER and USE_ORDER.index(mine) < USE_ORDER.index(theirs):
        yield f"commercial use is {theirs} there"
    excluded, own_excluded = base["territory_excluded"].value, terms["territory_excluded"].value
    if isinstance(excluded, tuple) and isinstance(own_excluded, tuple):
        dropped = [place for place in excluded if not _countries((place,)) <= _countries(own_excluded)]
        if dropped:
            yield f"the excluded territory {', '.join(sorted(dropped))} is dropped"
    cap, own_cap = base["mau_threshold"].value, terms["mau_threshold"].value
    if isinstance(cap, int) and (own_cap is ABSENT or (isinstance(own_cap, int) and own_cap > cap)):
        yield f"the threshold of {cap:,} monthly active users is dropped"
    if isinstance(base["naming"].value, str) and terms["naming"].value is ABSENT:
        yield "the naming duty is dropped"
    for name, words in (("use_restrictions", "the use restrictions are"), ("share_alike", "share-alike is")):
        if base[name].value is True and terms[name].value is False:
            yield f"{words} dropped"
    if (
        base["use_restrictions"].value is True
        and terms["use_restrictions"].value is True
        and not _one_maker(own, ancestor)
    ):
        yield "the use restrictions are those of another license"
    family = base["family"].value
    if terms["family"].value == PERMISSIVE and isinstance(family, str) and family != PERMISSIVE:
        yield f"its family is {family}, not permissive"


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
