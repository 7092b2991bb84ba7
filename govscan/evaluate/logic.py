"""Kleene's three-valued logic, and conditions weighed with it.

A condition and a way to look up facts enter, an `Outcome` leaves: the truth, the tests that decided it, and the
facts that would have to be known. Negation is pushed down to the tests, so that every check reads as it was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from govscan.evaluate.explain import Step, step_of
from govscan.evaluate.matchers import holds
from govscan.facts import Fact, Unknown, Value
from govscan.finding import Check, Truth
from govscan.policy import AllOf, AnyOf, Condition, FactOperand, Not, Test
from govscan.regions import countries
from govscan.vocabulary import VOCABULARY, FactType

Lookup = Callable[[str], Fact]


def negation(truth: Truth) -> Truth:
    if truth is Truth.UNKNOWN:
        return truth
    return Truth.FALSE if truth is Truth.TRUE else Truth.TRUE


def conjunction(truths: Iterable[Truth]) -> Truth:
    """FALSE if one is, else UNKNOWN if one is, else TRUE; TRUE for none at all."""
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """TRUE if one is, else UNKNOWN if one is, else FALSE; FALSE for none at all."""
    return negation(conjunction(negation(truth) for truth in truths))


class Outcome(Struct, frozen=True):
    """How a condition came out. `steps` are the tests that decided it, `missing` the facts that an unknown
    outcome waits for. `alternatives` says that one of the steps would have been enough."""

    truth: Truth
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: bool = False

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(step.check for step in self.steps)


def weigh(condition: Condition, lookup: Lookup) -> Outcome:
    """The condition against the facts."""
    return _weigh(condition, lookup, negated=False)


def _weigh(condition: Condition, lookup: Lookup, negated: bool) -> Outcome:
    match condition:
        case Test():
            return _test(condition, lookup, negated)
        case Not(part):
            return _weigh(part, lookup, not negated)
        case AllOf(parts) | AnyOf(parts):
            outcomes = [_weigh(part, lookup, negated) for part in parts]
            every = isinstance(condition, AllOf) is not negated  # De Morgan
            return together(outcomes) if every else _one_of(outcomes)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """All of them: what fails decides, else what is unknown, else everything."""
    outcomes = list(outcomes)
    truth = conjunction(outcome.truth for outcome in outcomes)
    return _joined(truth, [outcome for outcome in outcomes if outcome.truth is truth])


def _one_of(outcomes: list[Outcome]) -> Outcome:
    truth = disjunction(outcome.truth for outcome in outcomes)
    deciding = [outcome for outcome in outcomes if outcome.truth is truth]
    return _joined(truth, deciding[:1] if truth is Truth.TRUE else deciding, alternatives=truth is Truth.FALSE)


def _joined(truth: Truth, outcomes: list[Outcome], alternatives: bool = False) -> Outcome:
    steps = dict.fromkeys(step for outcome in outcomes for step in outcome.steps)
    missing = {name for outcome in outcomes for name in outcome.missing}
    alternatives = alternatives or any(outcome.alternatives for outcome in outcomes)
    return Outcome(truth, tuple(steps), tuple(sorted(missing)), alternatives and len(steps) > 1)


def _test(test: Test, lookup: Lookup, negated: bool) -> Outcome:
    fact = lookup(test.fact)
    other: Fact | None = None
    operand: Value | Unknown
    if isinstance(test.operand, FactOperand):
        other = lookup(test.operand.fact)
        operand = other.value
    else:
        operand = test.operand
    truth = holds(test.operator, VOCABULARY[test.fact].type, fact.value, operand)
    if negated:
        truth = negation(truth)
    missing: tuple[str, ...] = ()
    if truth is Truth.UNKNOWN:
        unknown = [said.name for said in (fact, other) if said and not said.known]
        unplaced = [said.name for said in (fact, other) if said and _unplaced(said)]
        missing = tuple(sorted(unknown or unplaced)) or (fact.name,)
    return Outcome(truth, (step_of(test, fact, other, truth, negated),), missing)


def _unplaced(fact: Fact) -> bool:
    """Whether a fact names a place that nobody knows, so that it is known but cannot be compared."""
    if VOCABULARY[fact.name].type is not FactType.REGIONS:
        return False
    places = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    return any(isinstance(place, str) and countries(place) is None for place in places)
