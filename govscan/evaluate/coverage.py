"""Trials enter, what they have not tried leaves: rules by verdict, and the single tests of every rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from govscan.evaluate.logic import weigh
from govscan.evaluate.trial import Trial
from govscan.finding import Truth, Verdict
from govscan.policy import AllOf, AnyOf, Condition, Not, Policy, Rule, Test

WANTED: Final = (Truth.TRUE, Truth.FALSE)


class Coverage(Struct, frozen=True):
    """`verdicts` has what each rule was seen to say; `untried` the tests of rules that were never seen to hold or
    never seen not to; `share` is 0 to 1: what was seen of both outcomes of every test and of every review."""

    verdicts: Mapping[str, tuple[Verdict, ...]]
    untried: tuple[tuple[str, Test, tuple[Truth, ...]], ...]
    share: float


def coverage_of(policy: Policy, trials: Sequence[Trial]) -> Coverage:
    """What the trials of one policy have tried."""
    verdicts = {
        rule.id: tuple(sorted({trial.findings[rule.id].verdict for trial in trials if rule.id in trial.findings}))
        for rule in policy.rules
    }
    untried: list[tuple[str, Test, tuple[Truth, ...]]] = []
    seen = wanted = 0
    for rule in policy.rules:
        for test in tests_of(rule):
            truths = {weigh(test, trial.lookup).truth for trial in trials}
            lacking = tuple(truth for truth in WANTED if truth not in truths)
            wanted, seen = wanted + len(WANTED), seen + len(WANTED) - len(lacking)
            if lacking:
                untried.append((rule.id, test, lacking))
        if rule.review is not None:
            wanted += 2
            seen += len({Verdict.PASS, Verdict.FAIL}.intersection(verdicts[rule.id]))
    return Coverage(verdicts, tuple(untried), seen / wanted if wanted else 1.0)


def tests_of(rule: Rule) -> Iterator[Test]:
    """The single tests of a rule, in the order in which they are written."""
    for condition in (rule.when, rule.require):
        if condition is not None:
            yield from _leaves(condition)


def _leaves(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from _leaves(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
