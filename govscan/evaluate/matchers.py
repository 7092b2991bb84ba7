"""Operators: a value and an operand enter, one of three truths leaves.

A known absence is a value. As a number it is "no limit", larger than every number; as a set it is empty. Some
comparisons are decided by one side alone: whatever the number of users is, it is at most a limit that does not
exist. Only such comparisons come out when the other side is unknown, so learning a fact never turns a verdict over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from govscan.evaluate.expressions import equivalent, is_compound, satisfied
from govscan.evaluate.patterns import search
from govscan.facts import ABSENT, Absent, Unknown, Value
from govscan.finding import Truth
from govscan.policy import Operator
from govscan.regions import countries
from govscan.vocabulary import FactType


def holds(operator: Operator, type_: FactType, value: Value | Unknown, operand: Value | Unknown) -> Truth:
    """Whether `value`, of a fact of type `type_`, stands in the relation to `operand`. A value of another type than
    the vocabulary promises is UNKNOWN, never an exception."""
    if operator is Operator.EXISTS:
        return _exists(value, operand)
    if _one_side_decides(operator, value, operand):
        return Truth.TRUE
    if isinstance(value, Unknown) or isinstance(operand, Unknown):
        return Truth.UNKNOWN
    if operator in (Operator.IS_NOT, Operator.NOT_IN):
        return _not(operator, type_, value, operand)
    if type_ is FactType.REGIONS:
        return _regions(operator, value, operand)
    if type_ is FactType.TEXTS:
        return _texts(operator, value, operand)
    return _scalars(operator, value, operand)


def _truth(holds_: bool) -> Truth:
    return Truth.TRUE if holds_ else Truth.FALSE


def _empty(value: Value | Unknown) -> bool:
    return value is ABSENT or value == ()


def _exists(value: Value | Unknown, operand: Value | Unknown) -> Truth:
    if isinstance(value, Unknown):
        return Truth.UNKNOWN
    return _truth(_empty(value) is not operand)


def _one_side_decides(operator: Operator, value: Value | Unknown, operand: Value | Unknown) -> bool:
    if operator is Operator.AT_MOST:
        return operand is ABSENT
    if operator is Operator.AT_LEAST:
        return value is ABSENT
    if operator is Operator.DISJOINT_FROM:
        return _empty(value) or _empty(operand)
    return operator is Operator.SUBSET_OF and _empty(value)


def _not(operator: Operator, type_: FactType, value: Value, operand: Value) -> Truth:
    if operator is Operator.NOT_IN and type_ is FactType.REGIONS:
        return holds(Operator.DISJOINT_FROM, type_, value, operand)  # "EU" is not "not in DE"
    if operator is Operator.NOT_IN and isinstance(value, str) and is_compound(value):
        return _truth(not _is_member(value, operand) and _licensed(value, operand, wanted=False))
    positive = Operator.IS if operator is Operator.IS_NOT else Operator.IN
    truth = holds(positive, type_, value, operand)
    if truth is Truth.UNKNOWN:
        return truth
    return _truth(truth is Truth.FALSE)


# --- text, flags, numbers -----------------------------------------------------------------------------------------


def _scalars(operator: Operator, value: Value, operand: Value) -> Truth:
    match operator:
        case Operator.IS:
            return _truth(_same(value, operand) or _equivalent(value, operand))
        case Operator.IN:
            return _truth(_is_member(value, operand) or _licensed(value, operand, wanted=True))
        case Operator.AT_MOST | Operator.AT_LEAST:
            return _ordered(operator, value, operand)
        case Operator.MATCHES if isinstance(operand, str):
            return search(operand, value) if isinstance(value, str) else Truth.FALSE
        case _:
            return Truth.UNKNOWN


def _same(value: Value, operand: Value) -> bool:
    if isinstance(value, bool) or isinstance(operand, bool):
        return value is operand
    if isinstance(value, str) and isinstance(operand, str):
        return value.casefold() == operand.casefold()  # SPDX ids, hub names and countries are written in any case
    return value == operand


def _is_member(value: Value, operand: Value) -> bool:
    return any(_same(value, choice) for choice in _members(operand))


def _licensed(value: Value, operand: Value, wanted: bool) -> bool:
    """Whether the user of a compound license can do with ids that are in the operand, or with ids that are not. A
    text that is no expression is not in it."""
    if not isinstance(value, str) or not is_compound(value):
        return False
    found = satisfied(value, lambda id_: _is_member(id_, operand) is wanted)
    return not wanted if found is None else found


def _equivalent(value: Value, operand: Value) -> bool:
    if not isinstance(value, str) or not isinstance(operand, str):
        return False
    return is_compound(value) and is_compound(operand) and equivalent(value, operand) is True


def _number(value: Value) -> float | None:
    if value is ABSENT:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return value


def _ordered(operator: Operator, value: Value, operand: Value) -> Truth:
    left, right = _number(value), _number(operand)
    if left is None or right is None:
        return Truth.UNKNOWN
    return _truth(left <= right if operator is Operator.AT_MOST else left >= right)


# --- sets ---------------------------------------------------------------------------------------------------------


def _members(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if isinstance(value, Absent) else (str(value),)


def _texts(operator: Operator, value: Value, operand: Value) -> Truth:
    left = {member.casefold() for member in _members(value)}
    right = {member.casefold() for member in _members(operand)}
    match operator:
        case Operator.IS:
            return _truth(left == right)
        case Operator.CONTAINS:
            return _truth(left >= right)
        case Operator.SUBSET_OF:
            return _truth(left <= right)
        case Operator.DISJOINT_FROM:
            return _truth(left.isdisjoint(right))
        case _:
            return Truth.UNKNOWN


class _Area:
    """The countries of some places, and whether every place was understood."""

    def __init__(self, tokens: Sequence[str]) -> None:
        found = [countries(token) for token in tokens]
        self.known: frozenset[str] = frozenset().union(*(part for part in found if part is not None))
        self.complete = None not in found


def _regions(operator: Operator, value: Value, operand: Value) -> Truth:
    left, right = _Area(_members(value)), _Area(_members(operand))
    match operator:
        case Operator.IS:
            return _truth(left.known == right.known) if left.complete and right.complete else Truth.UNKNOWN
        case Operator.IN if _empty(value):
            return Truth.FALSE
        case Operator.IN | Operator.SUBSET_OF:
            return _within(left, right)
        case Operator.CONTAINS:
            return _within(right, left)
        case Operator.DISJOINT_FROM:
            if not left.known.isdisjoint(right.known):
                return Truth.FALSE
            return Truth.TRUE if left.complete and right.complete else Truth.UNKNOWN
        case _:
            return Truth.UNKNOWN


def _within(inner: _Area, outer: _Area) -> Truth:
    if not inner.known <= outer.known:
        return Truth.FALSE if outer.complete else Truth.UNKNOWN
    return Truth.TRUE if inner.complete else Truth.UNKNOWN
