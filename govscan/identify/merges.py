"""The models of a merge enter, the pairs leave whose licenses cannot be kept at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from govscan.identify import expression
from govscan.identify.lineage import Ancestor, Lineage
from govscan.identify.share_alike import goes_under
from govscan.identify.terms import Terms


def incompatible_parents(lineage: Lineage) -> Iterator[str]:
    """One sentence a pair of models that were merged with each other, anywhere in the lineage."""
    judged = {ancestor.conclusion.identity.key: ancestor for ancestor in lineage.ancestors}
    for merge in lineage.merges:
        merged = [judged[identity.key] for identity in merge if identity.key in judged]
        for one, other in combinations(merged, 2):
            first, second = one.conclusion.expression, other.conclusion.expression
            if first is None or second is None or expression.same(first, second):
                continue
            why = _clash(one.terms, first, other.terms, second)
            if why:
                yield f"merges {_named(one)} with {_named(other)}: {why}"


def _clash(terms: Terms, first: str, others: Terms, second: str) -> str:
    """Why both licenses cannot be kept; "" where they can, as far as the terms are known."""
    ours, theirs = terms["share_alike"].value is True, others["share_alike"].value is True
    if ours and theirs:
        if goes_under(first, second) or goes_under(second, first):
            return ""
        return f"{first} and {second} each want the merged model under their own terms alone"
    if ours or theirs:
        alone, adding = (first, second) if ours else (second, first)
        further = ", ".join(_further(terms, others) if ours else _further(others, terms))
        if further:
            return f"{alone} wants the merged model under its terms alone, {adding} adds {further}"
    if all(part["use_restrictions"].value is True for part in (terms, others)):
        return (
            f"{first} and {second} each bind the merged model to use restrictions of their own: no one license has both"
        )
    return ""


def _further(terms: Terms, others: Terms) -> Iterator[str]:
    """What the other license demands beyond one that allows no further demands."""
    if others["commercial_use"].value == "prohibited" and terms["commercial_use"].value != "prohibited":
        yield "a ban on commercial use"
    for name, words in (
        ("use_restrictions", "use restrictions"),
        ("registration_required", "a registration"),
    ):
        if others[name].value is True and terms[name].value is not True:
            yield words
    for name, words in (("mau_threshold", "a user threshold"), ("revenue_threshold_usd", "a revenue threshold")):
        if isinstance(others[name].value, int) and not isinstance(terms[name].value, int):
            yield words
    excluded = others["territory_excluded"].value
    if isinstance(excluded, tuple) and excluded and not terms["territory_excluded"].value:
        yield "an excluded territory"
    if isinstance(others["naming"].value, str) and not isinstance(terms["naming"].value, str):
        yield "a naming duty"


def _named(ancestor: Ancestor) -> str:
    base = ancestor.conclusion.concluded
    return f"{ancestor.parent.name} ({ancestor.parent.source}; {base.expression}, {base.source})"
