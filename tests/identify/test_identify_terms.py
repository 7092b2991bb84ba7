"""The algebra of terms: AND never grants more than a part, OR never asks more than the best choice."""

from __future__ import annotations

from fake_catalog import LICENSES, FakeCatalog
from hypothesis import given
from hypothesis import strategies as st

from govscan.facts import ABSENT, Unknown
from govscan.identify import expression
from govscan.identify.terms import (
    COURTS,
    DUTY,
    FLAGS,
    LIMITS,
    TERMS,
    TEXTS,
    USE_ORDER,
    USES,
    Term,
    Terms,
    all_of,
    any_of,
    burden,
    terms_of,
)

_USE = st.sampled_from(["allowed", "conditional", "prohibited", Unknown("who knows")])
_FLAG = st.sampled_from([True, False, Unknown("who knows")])
_LIMIT = st.sampled_from([ABSENT, 1_000, 1_000_000, Unknown("who knows")])
_PLACES = st.sampled_from([(), ("EU",), ("EU", "GB"), Unknown("who knows")])
_WORDS = st.sampled_from([ABSENT, "Built with Acme", "Show the name", Unknown("who knows")])
_DUTY = st.sampled_from(["none", "encouraged", "required", Unknown("who knows")])
_FAMILY = st.sampled_from(["permissive", "acme", Unknown("who knows")])


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    values = {name: draw(_USE) for name in USES}
    values |= {name: draw(_LIMIT) for name in LIMITS}
    values |= {name: draw(_FLAG) for name in FLAGS}
    values |= {name: draw(_WORDS) for name in (*TEXTS, *COURTS)}
    values |= {DUTY: draw(_DUTY)}
    values |= {"territory_excluded": draw(_PLACES), "family": draw(_FAMILY)}
    return {name: Term(values[name], "LicenseRef-x") for name in TERMS}


def at_least_as_strict(whole: Terms, part: Terms) -> bool:
    """Whether nothing that `part` demands is lost in `whole`, where whole's values are known."""
    for name in USES:
        mine, theirs = whole[name].value, part[name].value
        if mine in USE_ORDER and theirs in USE_ORDER and USE_ORDER.index(mine) < USE_ORDER.index(theirs):
            return False
    for name in FLAGS:
        if part[name].value is True and whole[name].value is not True:
            return False
    for name in LIMITS:
        mine, theirs = whole[name].value, part[name].value
        if isinstance(theirs, int) and (mine is ABSENT or (isinstance(mine, int) and mine > theirs)):
            return False
    mine, theirs = whole["territory_excluded"].value, part["territory_excluded"].value
    if isinstance(mine, tuple) and isinstance(theirs, tuple) and not set(theirs) <= set(mine):
        return False
    return not (whole["family"].value == "permissive" and part["family"].value != "permissive")


@given(st.lists(some_terms(), min_size=1, max_size=4))
def test_all_of_is_monotone(parts: list[Terms]) -> None:
    whole = all_of(parts)
    assert set(whole) == set(TERMS)
    assert all(at_least_as_strict(whole, part) for part in parts)


@given(st.lists(some_terms(), min_size=2, max_size=4))
def test_unknown_is_never_made_a_grant(parts: list[Terms]) -> None:
    whole = all_of(parts)
    for name in USES:
        if any(isinstance(part[name].value, Unknown) for part in parts):
            assert whole[name].value == "prohibited" or isinstance(whole[name].value, Unknown)
    for name in FLAGS:
        if any(isinstance(part[name].value, Unknown) for part in parts):
            assert whole[name].value is not False


@given(st.lists(some_terms(), min_size=1, max_size=4))
def test_any_of_is_one_of_the_parts_and_none_demands_less(parts: list[Terms]) -> None:
    chosen = any_of(parts)
    assert chosen in parts
    assert all(burden(chosen) <= burden(part) for part in parts)


def test_and_takes_the_strictest_of_real_expressions() -> None:
    terms = terms_of("Apache-2.0 AND LicenseRef-acme-community", FakeCatalog())
    assert terms["commercial_use"].value == "conditional"
    assert terms["mau_threshold"].value == 1_000_000
    assert terms["territory_excluded"].value == ("EU",)
    assert terms["family"].value == "acme"


def test_or_lets_the_user_choose() -> None:
    terms = terms_of("LicenseRef-acme-community OR (Apache-2.0 AND MIT)", FakeCatalog())
    assert terms["commercial_use"].value == "allowed"
    assert terms["territory_excluded"].value == ()


def test_or_with_an_unknown_license_takes_the_known_one() -> None:
    assert terms_of("LicenseRef-nobody-knows OR MIT", FakeCatalog())["commercial_use"].value == "allowed"


def test_a_license_without_a_record_is_unknown_in_every_term() -> None:
    terms = terms_of("LicenseRef-nobody-knows", FakeCatalog())
    assert all(isinstance(term.value, Unknown) for term in terms.values())


_IDS = st.sampled_from([record.id for record in LICENSES])
_EXPRESSIONS = st.recursive(
    _IDS,
    lambda parts: st.tuples(parts, st.sampled_from(["AND", "OR"]), parts).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=6,
)


@given(_EXPRESSIONS, _EXPRESSIONS)
def test_expressions_agree_whatever_their_order(one: str, other: str) -> None:
    assert expression.same(f"{one} AND {other}", f"{other} AND {one}")
    assert expression.same(expression.joined([one, other]), f"({one}) AND ({other})")
    assert set(expression.ids(f"({one}) OR ({other})")) == {*expression.ids(one), *expression.ids(other)}


@given(_EXPRESSIONS, _EXPRESSIONS)
def test_adding_a_license_with_and_never_makes_it_more_permissive(one: str, other: str) -> None:
    known = FakeCatalog()
    whole = terms_of(expression.joined([one, other]), known)
    assert at_least_as_strict(whole, terms_of(one, known))
    assert at_least_as_strict(whole, terms_of(other, known))


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_is_not(text: str) -> None:
    found = expression.normalized(text, lambda _: None)
    assert found is None or expression.same(found, found)
    assert expression.reference(text).startswith("LicenseRef-")


def test_spdx_ids_and_vague_words() -> None:
    assert expression.normalized("bsd-3-clause", lambda _: None) == "BSD-3-Clause"
    assert expression.normalized("mit or house-license", lambda _: None) is None
    assert expression.normalized("mit or house", lambda part: "LicenseRef-h" if part == "house" else None) == (
        "MIT OR LicenseRef-h"
    )
    assert expression.normalized("MIT OR Apache-2.0", lambda _: None) == "MIT OR Apache-2.0"
    assert expression.normalized("gpl", lambda _: None) is None
    assert expression.normalized("GPL-2.0-only WITH Classpath-exception-2.0", lambda _: None) == (
        "GPL-2.0-only WITH Classpath-exception-2.0"
    )
