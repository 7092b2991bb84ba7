"""A model and a policy enter, the uses of the model leave: in which contexts, and which rules hold there."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from govscan.evaluate.contexts import contexts_of, declared_facts
from govscan.evaluate.logic import Lookup
from govscan.facts import Fact, Unknown
from govscan.policy import Policy, Rule
from govscan.reference import Certainty, Reference
from govscan.report import Model


class Use(Struct, frozen=True):
    """One model in one context: what a rule is judged on."""

    model: Model
    context: str
    references: tuple[Reference, ...]
    lookup: Lookup


def uses(policy: Policy, model: Model, contexts: dict[str, dict[str, Fact]]) -> Iterator[Use]:
    """The contexts in which a model is used. `contexts` keeps what the policy declares of each."""
    # a model that no code names is used in the contexts that it is asked about for
    references: dict[str, list[Reference]] = {} if model.references else {name: [] for name in model.contexts}
    for reference in model.references:
        if reference.certainty is Certainty.DEPENDENCY:
            for name in contexts_of(policy, reference):
                references.setdefault(name, []).append(reference)
    for name, within in references.items():
        if name not in contexts:
            contexts[name] = declared_facts(policy, name)
        declared = contexts[name]

        def lookup(fact: str, declared: dict[str, Fact] = declared) -> Fact:
            return declared.get(fact) or _told(model.facts.get(fact))

        yield Use(model, name, tuple(within), lookup)


def rules_of(policy: Policy, use: Use) -> Iterator[tuple[Rule, Use]]:
    """The rules that hold for a use, each with the references that it holds for: a sub-tree has rules of its own."""
    if not policy.subtrees or not use.references:
        yield from ((rule, use) for rule in policy.rules)
        return
    holds: dict[int, tuple[Rule, list[Reference]]] = {}
    for reference in use.references:
        for rule in policy.rules_at(reference.location.path):
            holds.setdefault(id(rule), (rule, []))[1].append(reference)
    for rule, references in holds.values():
        yield rule, replace(use, references=tuple(references))


def _told(fact: Fact) -> Fact:
    """The fact, except that an empty list of places of processing tells nothing: requests are processed somewhere,
    and "nowhere" would lie within every region."""
    if fact.name == "endpoint.regions" and fact.value == ():
        return replace(fact, value=Unknown("nothing that was read says where requests are processed"))
    return fact
