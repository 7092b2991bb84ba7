"""An ancestor of a model enters, the duties leave that its license asks of everyone who builds on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govscan.facts import Unknown
from govscan.identify.lineage import Ancestor
from govscan.identify.terms import Terms

_FLAGS: Final = (
    ("attribution", "attribution and notices"),
    ("notice_file", "a notice file with every copy"),
    ("state_changes", "a statement of what was changed"),
    ("use_restrictions", "use restrictions"),
    ("pass_on_restrictions", "recipients bound to the same terms or restrictions"),
    ("share_alike", "the same license for derivatives"),
    ("registration_required", "a registration with the publisher"),
)
_WORDS: Final = {
    "naming_duty": "naming",
    "territory_excluded": "territory",
    "mau_threshold": "user threshold",
    "revenue_threshold_usd": "revenue threshold",
    "commercial_use": "commercial use",
    **{name: name.replace("_", " ") for name, _ in _FLAGS},
}


def duties_of(ancestor: Ancestor) -> Iterator[str]:
    """Sentences, each with the ancestor's name. From a teacher come only the duties of training with its outputs."""
    whose = ancestor.parent.name
    duties = _of_teacher(ancestor.terms) if ancestor.parent.relation == "distilled" else _of_base(ancestor.terms)
    yield from (f"{duty} ({whose})" for duty in duties)
    license_ = ancestor.conclusion.expression
    if license_ and ancestor.conclusion.concluded.settled and _all_unknown(ancestor.terms):
        yield f"what {license_} asks for is not in the catalog ({whose})"


def _of_base(terms: Terms) -> Iterator[str]:
    yield from _naming(terms)
    for name, words in _FLAGS:
        if terms[name].value is True:
            yield words
    excluded = terms["territory_excluded"].value
    if isinstance(excluded, tuple) and excluded:
        yield f"no use in {', '.join(excluded)}"
    users, revenue = terms["mau_threshold"].value, terms["revenue_threshold_usd"].value
    if isinstance(users, int):
        yield f"other terms above {users:,} monthly active users"
    if isinstance(revenue, int):
        yield f"other terms above USD {revenue:,} of annual revenue"
    if terms["commercial_use"].value == "prohibited":
        yield "non-commercial use only"
    open_ = [words for name, words in _WORDS.items() if isinstance(terms[name].value, Unknown)]
    if open_ and not _all_unknown(terms):
        yield f"not settled by its license: {', '.join(open_)}"


def _all_unknown(terms: Terms) -> bool:
    return all(isinstance(terms[name].value, Unknown) for name in _WORDS)


def _naming(terms: Terms) -> Iterator[str]:
    named, duty = terms["naming"].value, terms["naming_duty"].value
    if duty == "encouraged":
        yield f"naming, asked for and not required: {named}" if isinstance(named, str) else "credit, asked for"
    elif isinstance(named, str):
        yield f"naming: {named}"
    elif duty == "required":
        yield "a name that has to be shown"


def _of_teacher(terms: Terms) -> Iterator[str]:
    term = terms["output_training"]
    if term.value == "conditional":
        yield f"the conditions for training with outputs{f': {term.section}' if term.section else ''}"
        yield from _naming(terms)
    elif isinstance(term.value, Unknown):
        yield "not settled by its license: whether its outputs may train other models"
