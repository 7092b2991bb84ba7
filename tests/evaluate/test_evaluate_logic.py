from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.evaluate.logic import conjunction, disjunction, negation, weigh
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.finding import Truth
from govscan.policy import AllOf, AnyOf, FactOperand, Not, Operator, Place
from govscan.policy import Test as FactTest
from govscan.vocabulary import VOCABULARY

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
HERE = Place("govscan.yaml", 1, 1)

VALUES = {
    "license.commercial_use": ["allowed", "conditional", "prohibited", ABSENT],
    "model.remote_code": [True, False],
    "license.mau_threshold": [0, 5, 700, ABSENT],
    "context.monthly_active_users": [1, 600, 800],
    "license.territory_excluded": [(), ("EU",), ("EU", "nowhere-9"), ("KR", "GB"), ABSENT],
    "context.regions": [("DE",), ("eu-central-1", "US"), ("WORLD",), ("nowhere-9",), ("nowhere-9", "US")],
    "context.data": [(), ("personal",), ("personal", "public")],
}
LITERALS = {
    "license.commercial_use": [
        ("is", "allowed"),
        ("in", ("allowed", "conditional")),
        ("matches", "^al"),
        ("exists", True),
    ],
    "model.remote_code": [("is", True), ("is_not", True), ("exists", False)],
    "license.mau_threshold": [("at_least", 100), ("at_most", 100), ("is", ABSENT), ("is_not", 5)],
    "context.monthly_active_users": [
        ("at_most", FactOperand("license.mau_threshold")),
        ("at_least", FactOperand("license.mau_threshold")),
        ("is", FactOperand("license.mau_threshold")),
    ],
    "license.territory_excluded": [("exists", False), ("is", ()), ("contains", ("EU",)), ("disjoint_from", ("FR",))],
    "context.regions": [
        ("subset_of", ("EU",)),
        ("subset_of", FactOperand("license.territory_excluded")),
        ("disjoint_from", FactOperand("license.territory_excluded")),
        ("contains", FactOperand("license.territory_excluded")),
        ("in", ("EU", "US")),
        ("not_in", ("DE",)),
        ("is", ("DE",)),
    ],
    "context.data": [("contains", ("personal",)), ("subset_of", ("public",)), ("is", ()), ("is_not", ())],
}

tests = st.one_of(
    *(
        st.sampled_from([FactTest(fact, Operator(name), operand, HERE) for name, operand in pairs])
        for fact, pairs in LITERALS.items()
    )
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
worlds = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
hidden = st.sets(st.sampled_from(sorted(VALUES)))


def outcome(condition, world, unknown=frozenset()):
    def lookup(name):
        value = Unknown("hidden") if name in unknown else world[name]
        return Fact(name, value, Source(SourceKind.CARD, "README.md", 1))

    return weigh(condition, lookup)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_kleene_tables(left, right, both, either):
    assert conjunction([left, right]) is both
    assert disjunction([left, right]) is either


@given(st.lists(st.sampled_from(list(Truth)), max_size=5))
def test_de_morgan_and_order(truths):
    assert negation(conjunction(truths)) is disjunction(negation(truth) for truth in truths)
    assert all(negation(negation(truth)) is truth for truth in truths)
    assert {conjunction(order) for order in permutations(truths)} == {conjunction(truths)}


@given(conditions, worlds, hidden)
def test_negation_flips_and_twice_is_nothing(condition, world, unknown):
    plain = outcome(condition, world, unknown)
    assert outcome(Not(condition), world, unknown).truth is negation(plain.truth)
    assert outcome(Not(Not(condition)), world, unknown) == plain


@given(conditions, worlds, hidden)
def test_learning_a_fact_never_turns_a_verdict_over(condition, world, unknown):
    before = outcome(condition, world, unknown).truth
    if before is not U:
        for learned in unknown:
            assert outcome(condition, world, unknown - {learned}).truth is before
        assert outcome(condition, world).truth is before


@given(conditions, worlds, hidden)
def test_only_an_unknown_outcome_misses_facts_and_says_which(condition, world, unknown):
    result = outcome(condition, world, unknown)
    assert bool(result.missing) is (result.truth is U)
    for name in result.missing:
        assert name in unknown or "nowhere-9" in world[name]
    assert result.steps
    assert {step.check.truth for step in result.steps} == {result.truth}


@given(st.lists(conditions, min_size=2, max_size=3), worlds, hidden)
def test_order_of_the_parts_does_not_matter(parts, world, unknown):
    for kind in (AllOf, AnyOf):
        results = [outcome(kind(tuple(order)), world, unknown) for order in permutations(parts)]
        assert len({result.truth for result in results}) == 1
        assert len({result.missing for result in results}) == 1


def test_only_the_deciding_tests_are_shown():
    world = {"model.remote_code": True, "license.commercial_use": "allowed"}
    remote = FactTest("model.remote_code", Operator.IS, False, HERE)
    use = FactTest("license.commercial_use", Operator.IS, "allowed", HERE)
    assert [check.fact.name for check in outcome(AllOf((use, remote)), world).checks] == ["model.remote_code"]
    assert [check.fact.name for check in outcome(AnyOf((use, remote)), world).checks] == ["license.commercial_use"]
    assert len(outcome(AnyOf((remote, Not(use))), world).checks) == 2


def test_vocabulary_of_the_strategies_is_real():
    assert set(VALUES) == set(LITERALS) <= set(VOCABULARY)
