"""Rules as functions: a rule enters, a function leaves that tells whether it passes, without saying why.

The truths are those of `logic.weigh`; a property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govscan.evaluate.logic import Lookup, conjunction, disjunction, negation
from govscan.evaluate.matchers import holds
from govscan.finding import Truth, Verdict
from govscan.policy import AllOf, AnyOf, Condition, FactOperand, Not, Policy, Rule, Test
from govscan.vocabulary import VOCABULARY

Quick = Callable[[Lookup], Verdict | None]


def quick(rule: Rule) -> Quick:
    """PASS or NOT_APPLICABLE where the rule certainly comes out so for these facts; None where it fails, cannot be
    decided, or asks for a review."""
    when = truth_of(rule.when) if rule.when is not None else None
    require = truth_of(rule.require) if rule.require is not None else None

    def verdict(lookup: Lookup) -> Verdict | None:
        if when is not None and when(lookup) is Truth.FALSE:
            return Verdict.NOT_APPLICABLE
        if rule.review is not None or (require is not None and require(lookup) is not Truth.TRUE):
            return None
        return Verdict.PASS

    return verdict


def truth_of(condition: Condition) -> Callable[[Lookup], Truth]:
    """The truth of a condition for given facts."""
    match condition:
        case Test():
            return _test(condition)
        case Not(part):
            inner = truth_of(part)
            return lambda lookup: negation(inner(lookup))
        case AllOf(parts):
            every = [truth_of(part) for part in parts]
            return lambda lookup: conjunction(part(lookup) for part in every)
        case AnyOf(parts):
            some = [truth_of(part) for part in parts]
            return lambda lookup: disjunction(part(lookup) for part in some)


def _test(test: Test) -> Callable[[Lookup], Truth]:
    name, operator, type_, operand = test.fact, test.operator, VOCABULARY[test.fact].type, test.operand
    if isinstance(operand, FactOperand):
        other = operand.fact
        return lambda lookup: holds(operator, type_, lookup(name).value, lookup(other).value)
    return lambda lookup: holds(operator, type_, lookup(name).value, operand)


def facts_asked(policy: Policy) -> frozenset[str]:
    """The facts that decide about a rule of a policy."""
    conditions = [each for rule in policy.all_rules for each in (rule.when, rule.require) if each is not None]
    return frozenset(name for condition in conditions for name in _names(condition))


def _names(condition: Condition) -> Iterator[str]:
    match condition:
        case Test():
            yield condition.fact
            if isinstance(condition.operand, FactOperand):
                yield condition.operand.fact
        case Not(part):
            yield from _names(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _names(part)
