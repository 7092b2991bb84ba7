"""The parents of a merge enter, the pairs leave whose licenses cannot be kept at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from govscan.identify import expression
from govscan.identify.lineage import Ancestor
from govscan.identify.terms import Terms


def incompatible_parents(ancestors: Sequence[Ancestor]) -> Iterator[str]:
    """One sentence a pair of directly merged models, in the order in which they are named."""
    merged = [
        ancestor for ancestor in ancestors if ancestor.parent.relation == "merge" and ancestor.conclusion.expression
    ]
    for one, other in combinations(merged, 2):
        if expression.same(str(one.conclusion.expression), str(other.conclusion.expression)):
            continue
        why = _clash(one, other) or _clash(other, one)
        if why:
            yield f"merges {_named(one)} with {_named(other)}: {why}"


def _clash(one: Ancestor, other: Ancestor) -> str:
    """Why what `one` asks for cannot be had beside `other`; "" where it can, as far as the terms are known."""
    if one.terms["share_alike"].value is not True:
        return ""
    first, second = one.conclusion.expression, other.conclusion.expression
    if other.terms["share_alike"].value is True:
        return f"{first} and {second} each want the merged model under their own terms alone"
    further = ", ".join(_further(one.terms, other.terms))
    return f"{first} wants the merged model under its terms alone, {second} adds {further}" if further else ""


def _further(terms: Terms, others: Terms) -> Iterator[str]:
    """What the other license demands beyond one that allows no further demands."""
    if others["commercial_use"].value == "prohibited" and terms["commercial_use"].value != "prohibited":
        yield "a ban on commercial use"
    if others["use_restrictions"].value is True and terms["use_restrictions"].value is not True:
        yield "use restrictions"
    if isinstance(others["mau_threshold"].value, int) and not isinstance(terms["mau_threshold"].value, int):
        yield "a user threshold"
    if others["territory_excluded"].value and not terms["territory_excluded"].value:
        yield "an excluded territory"


def _named(ancestor: Ancestor) -> str:
    base = ancestor.conclusion.concluded
    return f"{ancestor.parent.name} ({ancestor.parent.source}; {base.expression}, {base.source})"
