"""An ancestor of a model enters, the duties leave that its license asks of everyone who builds on it."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.facts import Unknown
from govscan.identify.lineage import Ancestor
from govscan.identify.terms import Terms

_FLAGS = (
    ("attribution", "attribution and notices"),
    ("notice_file", "a notice file"),
    ("state_changes", "marks on what was changed"),
    ("use_restrictions", "use restrictions"),
    ("pass_on_restrictions", "recipients bound to the restrictions"),
    ("share_alike", "the same license for derivatives"),
    ("registration_required", "a registration with the publisher"),
)


def duties_of(ancestor: Ancestor) -> Iterator[str]:
    """Sentences, each with the ancestor's name. From a teacher come only the duties of training with its outputs."""
    terms, whose = ancestor.terms, ancestor.parent.name
    if ancestor.parent.relation == "distilled":
        yield from _of_teacher(terms, whose)
        return
    if isinstance(terms["naming"].value, str):
        yield f"naming: {terms['naming'].value} ({whose})"
    for name, words in _FLAGS:
        if terms[name].value is True:
            yield f"{words} ({whose})"
    excluded = terms["territory_excluded"].value
    if isinstance(excluded, tuple) and excluded:
        yield f"no use in {', '.join(excluded)} ({whose})"
    users, revenue = terms["mau_threshold"].value, terms["revenue_threshold_usd"].value
    if isinstance(users, int):
        yield f"other terms above {users:,} monthly active users ({whose})"
    if isinstance(revenue, int):
        yield f"other terms above USD {revenue:,} of annual revenue ({whose})"
    if terms["commercial_use"].value == "prohibited":
        yield f"non-commercial use only ({whose})"


def _of_teacher(terms: Terms, whose: str) -> Iterator[str]:
    value = terms["output_training"].value
    if value == "conditional":
        yield f"the conditions for training with outputs: {terms['output_training'].section} ({whose})"
        if isinstance(terms["naming"].value, str):
            yield f"naming: {terms['naming'].value} ({whose})"
    elif isinstance(value, Unknown):
        yield f"whether its outputs may train other models is not known ({whose})"
