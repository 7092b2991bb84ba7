"""Verdicts in words: a test that came out becomes a `Check`, and tests become one sentence for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from govscan.facts import Fact, Unknown, Value, value_text
from govscan.finding import Check, Truth
from govscan.policy import FactOperand, Operator, Test

_LONGEST = 160  # characters of a value in a sentence
_LISTED = 6  # entries of a list in a sentence

_WORDS = {  # the operator in a table, the demand in a sentence
    Operator.IS: ("is {}", "{} is required"),
    Operator.IS_NOT: ("is not {}", "anything but {} is required"),
    Operator.IN: ("in {}", "{} is required"),
    Operator.NOT_IN: ("not in {}", "anything but {} is required"),
    Operator.CONTAINS: ("contains {}", "it has to contain {}"),
    Operator.SUBSET_OF: ("within {}", "it has to lie within {}"),
    Operator.DISJOINT_FROM: ("apart from {}", "it must not touch {}"),
    Operator.AT_LEAST: ("at least {}", "at least {} is required"),
    Operator.AT_MOST: ("at most {}", "at most {} is allowed"),
    Operator.MATCHES: ("matches {}", "a match of {} is required"),
}
_OPPOSITE = {
    Operator.IS: Operator.IS_NOT,
    Operator.IS_NOT: Operator.IS,
    Operator.IN: Operator.NOT_IN,
    Operator.NOT_IN: Operator.IN,
}


class Step(Struct, frozen=True):
    """A check and what it asks for, as the second half of a sentence."""

    check: Check
    demand: str


def step_of(test: Test, fact: Fact, other: Fact | None, truth: Truth, negated: bool) -> Step:
    """How a test came out; `other` is the fact on the right-hand side, if there is one. Under a negation the
    operator reads "not ..." and `truth` is that of the negated test."""
    operator = test.operator
    if operator is Operator.EXISTS:
        wanted = (test.operand is True) is not negated
        words = ("exists", "a value is required") if wanted else ("does not exist", "there must be none")
        return Step(Check(fact, operator.value, words[0], truth), words[1])
    if negated and operator in _OPPOSITE:
        operator, negated = _OPPOSITE[operator], False
    table, sentence = _WORDS[operator]
    expected = table.format(_right(test.operand, other))
    if negated:
        return Step(Check(fact, f"not {operator.value}", f"not {expected}", truth), f"this must not hold: {expected}")
    if operator is Operator.IS and test.operand == ():
        demand = "there must be none"
    else:
        demand = sentence.format(_right(test.operand, other, choices=operator in (Operator.IN, Operator.NOT_IN)))
    return Step(Check(fact, operator.value, expected, truth), demand)


def shown(value: Value | Unknown) -> str:
    """A value in a sentence. Of a list that is longer than a sentence can bear the first entry is shown whole."""
    text = value_text(value)
    if len(text) <= _LONGEST or isinstance(value, Unknown):
        return text
    if isinstance(value, tuple):
        return value[0] + (f", and {len(value) - 1} more" if len(value) > 1 else "")
    return text[: _LONGEST - 3] + "..."


def state(fact: Fact) -> str:
    """A fact with its source: "license.commercial_use is prohibited (models/x/LICENSE:12)"."""
    if isinstance(fact.value, Unknown):
        return f"{fact.name} is unknown: {fact.value.reason}"
    value = shown(fact.value)
    if isinstance(fact.value, tuple) and not value.startswith("["):  # sentences, which name their own places
        return f"{fact.name}: {value}"
    source = f" ({fact.source})" if fact.source else ""
    return f"{fact.name} is {value}{source}"


def violation(steps: Sequence[Step], alternatives: bool) -> str:
    """Why a rule fails: every fact that decided it, and what is required of it."""
    between, lead = ("; or ", "none of the alternatives holds: ") if alternatives else ("; and ", "")
    return lead + between.join(f"{state(step.check.fact)}; {step.demand}" for step in steps)


def agreement(steps: Iterable[Step]) -> str:
    """Why a rule passes, or does not apply: the facts that decided it."""
    return "; ".join(dict.fromkeys(state(step.check.fact) for step in steps))


def ignorance(unknown: Sequence[Fact], steps: Sequence[Step]) -> str:
    """Why a rule cannot be decided: the facts that nobody knows, else known values that cannot be compared."""
    parts = [state(fact) for fact in unknown]
    parts = parts or [f"{state(step.check.fact)}, which cannot be compared: {step.check.expected}" for step in steps]
    return "cannot be decided: " + "; ".join(parts)


def _right(operand: Value | FactOperand, other: Fact | None, choices: bool = False) -> str:
    """The right-hand side; `choices` joins a list as a sentence does."""
    if isinstance(operand, FactOperand):
        value = shown(other.value) if other and not isinstance(other.value, Unknown) else "unknown"
        source = f" ({other.source})" if other and other.known and other.source else ""
        return f"{operand.fact} = {value}{source}"
    if choices and isinstance(operand, tuple) and operand:
        if len(operand) > _LISTED:
            return f"one of {len(operand)} ({', '.join(operand[: _LISTED - 1])}, ...)"
        return " or ".join(operand)
    return shown(operand)
