from __future__ import annotations

import time
from itertools import product

import pytest

from govscan.evaluate.matchers import holds
from govscan.evaluate.patterns import trouble
from govscan.facts import ABSENT, Unknown
from govscan.finding import Truth
from govscan.policy import Operator
from govscan.vocabulary import FactType

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NOBODY = Unknown("nobody says")
TEXT, FLAG, NUMBER, TEXTS, REGIONS = FactType.TEXT, FactType.FLAG, FactType.NUMBER, FactType.TEXTS, FactType.REGIONS


@pytest.mark.parametrize(
    ("operator", "type_", "value", "operand", "truth"),
    [
        # text
        ("is", TEXT, "MIT", "mit", T),
        ("is", TEXT, "MIT", "Apache-2.0", F),
        ("is", TEXT, ABSENT, ABSENT, T),
        ("is", TEXT, "MIT", ABSENT, F),
        ("is", TEXT, NOBODY, ABSENT, U),
        ("is_not", TEXT, "MIT", "MIT", F),
        ("is_not", TEXT, ABSENT, "MIT", T),
        ("in", TEXT, "MIT", ("Apache-2.0", "MIT"), T),
        ("in", TEXT, ABSENT, ("MIT",), F),
        ("in", TEXT, "MIT", NOBODY, U),
        ("not_in", TEXT, "MIT", ("GPL-3.0-only",), T),
        ("not_in", TEXT, NOBODY, ("GPL-3.0-only",), U),
        ("matches", TEXT, "Qwen/Qwen3-8B", "^Qwen/", T),
        ("matches", TEXT, "mistralai/x", "^Qwen/", F),
        ("matches", TEXT, "a" * 201, "a", U),
        ("matches", TEXT, ABSENT, "a", F),
        # licenses: OR leaves the choice, AND binds to both
        ("in", TEXT, "Apache-2.0 OR MIT", ("mit",), T),
        ("in", TEXT, "Apache-2.0 OR MIT", ("Apache-2.0 or MIT",), T),
        ("in", TEXT, "Apache-2.0 AND MIT", ("MIT",), F),
        ("in", TEXT, "Apache-2.0 AND (MIT OR X11)", ("Apache-2.0", "X11"), T),
        ("in", TEXT, "MIT AND LicenseRef-llama3.1", ("MIT", "LicenseRef-llama3.1"), T),
        ("in", TEXT, "GPL-2.0-only WITH Classpath-exception-2.0 OR X", ("GPL-2.0-only",), F),
        (
            "in",
            TEXT,
            "GPL-2.0-only WITH Classpath-exception-2.0 OR X",
            ("GPL-2.0-only WITH Classpath-exception-2.0",),
            T,
        ),
        ("in", TEXT, "MIT OR OR X", ("MIT",), F),
        ("not_in", TEXT, "GPL-3.0-only OR MIT", ("GPL-3.0-only",), T),
        ("not_in", TEXT, "GPL-3.0-only AND MIT", ("GPL-3.0-only",), F),
        ("is", TEXT, "MIT OR Apache-2.0", "apache-2.0 OR mit", T),
        ("is", TEXT, "MIT OR Apache-2.0", "apache-2.0 AND mit", F),
        ("is", TEXT, "MIT OR Apache-2.0", "MIT", F),
        # flags and numbers are not confused
        ("is", FLAG, True, True, T),
        ("is", FLAG, False, True, F),
        ("is", NUMBER, 1, True, F),
        ("is", NUMBER, 5, 5.0, T),
        ("at_most", NUMBER, True, 5, U),
        ("at_most", NUMBER, "5", 5, U),
        ("at_most", NUMBER, 5, 5, T),
        ("at_most", NUMBER, 6, 5, F),
        ("at_least", NUMBER, 5, 5, T),
        ("at_least", NUMBER, 4, 5, F),
        # an absent threshold is larger than every number
        ("at_most", NUMBER, 10**12, ABSENT, T),
        ("at_most", NUMBER, NOBODY, ABSENT, T),
        ("at_most", NUMBER, ABSENT, 5, F),
        ("at_most", NUMBER, 5, NOBODY, U),
        ("at_least", NUMBER, ABSENT, 10**12, T),
        ("at_least", NUMBER, 5, ABSENT, F),
        ("at_least", NUMBER, NOBODY, 5, U),
        # existence
        ("exists", TEXT, "x", True, T),
        ("exists", TEXT, ABSENT, True, F),
        ("exists", TEXT, ABSENT, False, T),
        ("exists", FLAG, False, True, T),
        ("exists", NUMBER, 0, True, T),
        ("exists", TEXTS, (), True, F),
        ("exists", TEXTS, ("a",), True, T),
        ("exists", TEXT, NOBODY, True, U),
        ("exists", TEXT, NOBODY, False, U),
        # sets
        ("is", TEXTS, ("a", "b"), ("B", "a"), T),
        ("is", TEXTS, ABSENT, (), T),
        ("is", TEXTS, (), ABSENT, T),
        ("is_not", TEXTS, ("a",), (), T),
        ("contains", TEXTS, ("personal", "public"), ("personal",), T),
        ("contains", TEXTS, ("public",), "personal", F),
        ("subset_of", TEXTS, (), ("a",), T),
        ("subset_of", TEXTS, ("a", "b"), ("a",), F),
        ("disjoint_from", TEXTS, ("a",), ("b",), T),
        ("disjoint_from", TEXTS, ("a", "b"), ("b",), F),
        ("disjoint_from", TEXTS, NOBODY, (), T),
        ("disjoint_from", TEXTS, ABSENT, NOBODY, T),
        ("disjoint_from", TEXTS, ("a",), NOBODY, U),
        # places
        ("is", REGIONS, ("DE",), ("eu-central-1",), T),
        ("subset_of", REGIONS, ("eu-central-1", "FR"), ("EU",), T),
        ("subset_of", REGIONS, ("EU",), ("EEA",), T),
        ("subset_of", REGIONS, ("EEA",), ("EU",), F),
        ("subset_of", REGIONS, ("WORLD",), ("EU",), F),
        ("subset_of", REGIONS, ("us-east-1",), ("EU",), F),
        ("subset_of", REGIONS, ("DE", "nowhere-9"), ("EU",), U),
        ("subset_of", REGIONS, ("US", "nowhere-9"), ("EU",), F),
        ("subset_of", REGIONS, ("DE",), ("nowhere-9", "EU"), T),
        ("subset_of", REGIONS, ("US",), ("nowhere-9", "EU"), U),
        ("subset_of", REGIONS, (), ("EU",), T),
        ("disjoint_from", REGIONS, ("eu-central-1",), ("EU", "GB", "KR"), F),
        ("disjoint_from", REGIONS, ("US",), ("EU", "GB", "KR"), T),
        ("disjoint_from", REGIONS, ("WORLD",), ("KR",), F),
        ("disjoint_from", REGIONS, ("nowhere-9",), ("KR",), U),
        ("disjoint_from", REGIONS, ("KR", "nowhere-9"), ("KR",), F),
        ("contains", REGIONS, ("EU",), ("DE",), T),
        ("contains", REGIONS, ("DE",), ("EU",), F),
        ("contains", REGIONS, ("DE", "nowhere-9"), ("EU",), U),
        ("in", REGIONS, ("DE",), ("EU", "US"), T),
        ("in", REGIONS, (), ("EU",), F),
        ("in", REGIONS, ABSENT, ("EU",), F),
        ("in", REGIONS, "DE", ("EU",), T),
        ("not_in", REGIONS, ("EU",), ("DE",), F),
        ("not_in", REGIONS, ("FR",), ("DE",), T),
        ("is", REGIONS, ("nowhere-9",), ("DE",), U),
    ],
)
def test_operator(operator, type_, value, operand, truth):
    assert holds(Operator(operator), type_, value, operand) is truth


def test_a_value_of_another_type_is_no_crash():
    sides = ["text", True, 3, 0.5, ("a",), (), ABSENT, NOBODY]
    for operator, type_, value, operand in product(Operator, FactType, sides, sides):
        truth = holds(operator, type_, value, operand)
        assert truth in Truth
        if value is NOBODY and operand is NOBODY:
            assert truth is U, operator


@pytest.mark.parametrize("pattern", ["^Qwen/.*-(7B|8B)$", "(?i)llama", "[a-z]+/[a-z]+", "^(meta|mistral)", r"\d{1,3}"])
def test_ordinary_patterns_are_taken(pattern):
    assert trouble(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "(a|aa)+$",
        "(.*)*x",
        "(a?){50}",
        r"(a)\1",
        ".*.*.*.*x",
        "a{1,900}b*c*d*",
        "(",
        "a" * 201,
        "[[a]",
    ],
)
def test_patterns_that_can_take_for_ever_are_refused(pattern):
    assert trouble(pattern)


def test_the_worst_pattern_that_is_taken_ends():
    pattern = "a*a*a*$"
    assert trouble(pattern) == ""
    start = time.monotonic()
    assert holds(Operator.MATCHES, TEXT, "a" * 199 + "b", pattern) is T  # the end of the text is an empty match
    assert holds(Operator.MATCHES, TEXT, "a" * 199 + "b", "^a*a*a*$") is F
    assert time.monotonic() - start < 10
