"""Models that are the same but for their names are judged once: a subject enters, what is said of it leaves."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from msgspec import Struct

from govscan.bounded import hit, watching
from govscan.evaluate import Judge, facts_asked
from govscan.evidence import Resolved
from govscan.facts import Fact, Facts
from govscan.finding import Finding, Verdict
from govscan.fleet.columns import Shape
from govscan.fleet.task import Order, Subject
from govscan.identify import Relatives, identified
from govscan.identify.lineage import Lineage
from govscan.identify.nameless import (
    NAMED,
    SIGNS,
    Alike,
    alike,
    is_stranger,
    named_facts,
    nameless,
    stays_nameless,
)
from govscan.policy import Level
from govscan.report import Model

KEPT: Final = 2_048
"""Kinds of models that are remembered."""

Tally = Mapping[tuple[Verdict, Level], int]


class Judged(Struct):
    """What is said of a model. `named` has at least the facts of its own beside the `shape`; `findings` are in their
    order, the message beside each."""

    shape: Shape
    named: Mapping[str, tuple[Fact, ...]]
    findings: list[tuple[Finding, str]]
    tally: Tally
    bases: tuple[str, ...] = ()


class _Kind(Struct):
    """Models that are alike: their facts, and what the policy says of them, by the facts of their own that it asks
    about: findings with their messages, and whether the name of nobody stands in them."""

    facts: Facts
    evidence: Resolved
    lineage: Lineage
    bases: tuple[str, ...]
    shape: Shape
    verdicts: dict[Any, tuple[list[tuple[Finding, str, bool]], Tally]]
    told: tuple[str, ...] = ()  # the bounds that their texts hit


class Bench:
    """Identifies and judges the models of one process."""

    def __init__(self, order: Order, relatives: Relatives) -> None:
        self.order, self.relatives = order, relatives
        self.judge = Judge(order.policy, order.ledger, order.now)
        self._kinds: OrderedDict[Alike, _Kind | None] = OrderedDict()
        asked = facts_asked(order.policy)
        self._asked = tuple(name for name in NAMED if name in asked)
        self._recorded = self.judge.recorded()

    def look(self, subject: Subject) -> Judged:
        """What is said of a subject; whatever goes wrong is raised."""
        key = alike(subject.identity, subject.evidence) if self._may_share(subject) else None
        if key is None:
            return self._alone(subject)
        kind = self._kinds.get(key, self)
        if isinstance(kind, Bench):
            kind = self._kind(subject)
            self._kinds[key] = kind
            if len(self._kinds) > KEPT:
                self._kinds.popitem(last=False)
        else:
            self._kinds.move_to_end(key)
        if kind is None or not is_stranger(subject.identity, kind.lineage):
            return self._alone(subject)
        return self._of_kind(subject, kind)

    def _may_share(self, subject: Subject) -> bool:
        return self._recorded is not None and subject.identity.name.casefold() not in self._recorded

    def _kind(self, subject: Subject) -> _Kind | None:
        """The kind of a subject; None where its name matters after all."""
        order = self.order
        assert isinstance(subject.evidence, Resolved)
        evidence = nameless(subject.identity, subject.evidence)
        with watching() as told:
            found = identified(evidence.identity, (), evidence, self.relatives, order.policy.endpoints, order.now)
        lineage = found.lineage
        if lineage is None or not stays_nameless(found.facts, lineage):
            return None
        bases = tuple(base.name for base in found.bases)
        return _Kind(found.facts, evidence, lineage, bases, Shape.of(found.facts.statements), {}, tuple(told))

    def _of_kind(self, subject: Subject, kind: _Kind) -> Judged:
        for sentence in kind.told:
            hit(sentence)
        named = _by_name(named_facts(subject.identity, subject.evidence, kind.lineage, self.order.now))
        key = tuple(named.get(name) for name in self._asked)
        said = kind.verdicts.get(key)
        if said is None:
            statements = {name: facts for name, facts in kind.facts.statements.items() if name not in NAMED}
            facts = Facts({**statements, **named})
            model = Model(kind.evidence.identity, (), kind.evidence, facts, self.order.contexts)
            found, counted = self.judge.open_findings(model)
            told = [(each, each.message, any(sign in each.message for sign in SIGNS)) for each in found]
            said = (told, counted)
            if len(kind.verdicts) < KEPT and "model.id" not in self._asked and "model.purl" not in self._asked:
                kind.verdicts[key] = said
        findings, tally = said
        names = (subject.identity.name, quote(subject.identity.name, safe="/", errors="surrogatepass"))
        messages = [
            (finding, _with_name(message, names) if signed else message) for finding, message, signed in findings
        ]
        return Judged(kind.shape, named, messages, tally, kind.bases)

    def failed(self, subject: Subject) -> Judged:
        """What is said of a subject of which nothing could be read: it is judged without any fact."""
        model = Model(subject.identity, (), subject.evidence, Facts(), self.order.contexts)
        findings, tally = self.judge.open_findings(model)
        return Judged(Shape.of({}), {}, [(each, each.message) for each in findings], tally)

    def _alone(self, subject: Subject) -> Judged:
        order = self.order
        found = identified(subject.identity, (), subject.evidence, self.relatives, order.policy.endpoints, order.now)
        model = Model(subject.identity, (), subject.evidence, found.facts, order.contexts)
        findings, tally = self.judge.open_findings(model)
        bases = tuple(base.name for base in found.bases)
        statements = found.facts.statements
        return Judged(Shape.of(statements), statements, [(each, each.message) for each in findings], tally, bases)


def _by_name(facts: Iterator[Fact]) -> dict[str, tuple[Fact, ...]]:
    return {fact.name: (fact,) for fact in facts}


def _with_name(message: str, names: tuple[str, str]) -> str:
    """The message with the name of a model, as it is written and in an address, where that of nobody stands."""
    for sign, written in zip(SIGNS, names, strict=True):
        message = message.replace(sign, written)
    return message
