"""Amounts in figures and in words, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.identify.clauses.numbers import LARGEST, amounts, number_of
from govscan.identify.clauses.passages import fold

WRITTEN = {
    "700 million": 700_000_000,
    "seven hundred million": 700_000_000,
    "one hundred million": 100_000_000,
    "a million": 1_000_000,
    "twenty-five thousand": 25_000,
    "1.5 million": 1_500_000,
    "100,000,000": 100_000_000,
    "10m": 10_000_000,
    "1亿": 100_000_000,
    "一亿": 100_000_000,
    "10亿": 1_000_000_000,
    "三千万": 30_000_000,
    "3千万": 30_000_000,
    "一百二十万": 1_200_000,
    "1.5亿": 150_000_000,
    "两万": 20_000,
}
MONEY = {
    "US$1M": (1_000_000, "USD"),
    "$10M": (10_000_000, "USD"),
    "20 million US dollars": (20_000_000, "USD"),
    "人民币10亿元": (1_000_000_000, "RMB"),
    "RMB 5,000,000": (5_000_000, "RMB"),
    "one million dollars ($1,000,000)": (1_000_000, "USD"),
    "100万美元": (1_000_000, "USD"),
    "€2 million": (2_000_000, "EUR"),
    "4 billion users": (4_000_000_000, ""),
}


@pytest.mark.parametrize("words", WRITTEN)
def test_a_number(words: str) -> None:
    assert number_of(words) == WRITTEN[words]


@pytest.mark.parametrize("words", MONEY)
def test_an_amount_and_its_currency(words: str) -> None:
    found = list(amounts(fold(words)))
    assert (found[0].value, found[0].currency) == MONEY[words]


@given(st.integers(1, 10**12))
def test_figures_with_commas(number: int) -> None:
    assert [found.value for found in amounts(f"more than {number:,} users")] == [number]


@given(st.integers(1, 999), st.sampled_from([("thousand", 10**3), ("million", 10**6), ("billion", 10**9)]))
def test_a_scale_multiplies(number: int, scale: tuple[str, int]) -> None:
    assert [found.value for found in amounts(f"more than {number} {scale[0]} users")] == [number * scale[1]]


@given(st.integers(1, 9_999), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_chinese_scale_multiplies(number: int, scale: tuple[str, int]) -> None:
    assert [found.value for found in amounts(f"超过{number}{scale[0]}用户")] == [number * scale[1]]


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    parts = [(unit, number // size % 10) for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))]
    return "".join(DIGITS[digit] + unit for unit, digit in parts if digit)


@given(st.integers(1, 9_999))
def test_chinese_words(number: int) -> None:
    assert number_of(in_chinese(number)) == number
    assert number_of(in_chinese(number) + "万") == number * 10_000


@given(st.text(alphabet="0123456789,.$ kmb百万亿元一two hundred million()", max_size=60))
def test_any_words_have_amounts_inside_them(words: str) -> None:
    for found in amounts(fold(words)):
        assert 0 <= found.start < found.end <= len(words)
        assert 0 <= found.value <= LARGEST
