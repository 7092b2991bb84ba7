"""Amounts in figures and in words, English and Chinese, with their currency: folded words enter, amounts leave."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from govscan.pattern import pattern

LARGEST: Final = 10**15

_SCALES: Final = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mm": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "billions": 10**9,
    "trillion": 10**12,
}
_ZH_SCALES: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_ZH_DIGITS: Final = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "〇": 0, "两": 2}
_UNITS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_WORD: Final = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))

_CURRENCY: Final = r"jpy|krw|₩|us ?\$|u\.s\. ?\$|usd|\$|rmb|cny|¥|€|eur|£|人民币|美元"
_AFTER: Final = r"jpy|krw|yen|won\b|円|원|u\.?s\.? dollars?|united states dollars?|dollars?|usd|rmb|cny|renminbi|yuan|euros?|eur|元人民币|美元|美金|元|人民币"
_AMOUNT: Final = pattern(
    rf"(?P<before>(?:{_CURRENCY})\s?)?"
    r"(?P<figure>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|(?<![\d.,])\d{1,15}(?:\.\d{1,4})?|"
    rf"\b(?:(?:a|{_WORD})[ -](?:and )?){{0,3}}(?:hundred|thousand|million|billion)\b|[一二三四五六七八九十百千万亿两]{{1,12}})"
    r"(?P<scale>[ -]?(?:hundred )?(?:thousand|millions?|billions?|trillion|mm|mn|mio|bn|k|m|b)\b|\s?[十百千]?[万亿萬億]{1,2})*"
    rf"(?:\s?\(\s?(?:[\d,.]{{1,20}}|[a-z -]{{1,40}})\))?(?P<after>\s?(?:{_AFTER}))?"
)
_WORDS: Final = pattern(r"[a-z]+")
_CURRENCIES: Final = (
    ("RMB", ("rmb", "cny", "¥", "人民币", "yuan", "renminbi")),
    ("JPY", ("jpy", "yen", "円")),
    ("KRW", ("krw", "₩", "won", "원")),
    ("EUR", ("€", "eur")),
    ("GBP", ("£",)),
    ("USD", ("$", "usd", "dollar", "美元", "美金")),
    ("RMB", ("元",)),
)


class Amount(Struct, frozen=True):
    """A number and where it stands. `currency` is empty if none is written."""

    value: int
    start: int
    end: int
    currency: str = ""


def amounts(folded: str) -> Iterator[Amount]:
    """Every amount in the words, in their order; numbers of sections and years among them."""
    for found in _AMOUNT.finditer(folded):
        value = number_of(folded[found.start("figure") : max(found.end("scale"), found.end("figure"))])
        if value is None or value > LARGEST:
            continue
        money = (found["before"] or "") + " " + (found["after"] or "")
        yield Amount(int(value), found.start(), found.end(), _currency(money))


def number_of(words: str) -> int | None:
    """The number that a few words write, such as `1.5 million`, `seven hundred million` or `三千万`."""
    words = words.strip()
    if not words:
        return None
    if words[0].isdigit():
        return _of_figures(words)
    if words[0] in _ZH_SCALES or words[0] in _ZH_DIGITS:
        return _of_chinese(words)
    return _of_words(words)


def _of_figures(words: str) -> int | None:
    end = 0
    while end < len(words) and ((words[end].isdigit() and words[end].isascii()) or words[end] in ",."):
        end += 1
    digits = words[:end].replace(",", "").rstrip(".")
    whole, _, rest = digits.partition(".")
    if not whole.isdigit() or (rest and not rest.isdigit()):
        return None
    numerator = int(whole + rest)
    for scale in _WORDS.findall(words[end:]):
        numerator *= 100 if scale == "hundred" else _SCALES.get(scale, 1)
    for sign in words[end:]:
        numerator *= _ZH_SCALES.get(sign, 1)
    return numerator // int("1" + "0" * len(rest))


def _of_words(words: str) -> int | None:
    total = current = 0
    for word in _WORDS.findall(words):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current or None


def _of_chinese(signs: str) -> int | None:
    total = section = digit = 0
    for sign in signs:
        if sign in _ZH_DIGITS:
            digit = _ZH_DIGITS[sign]
        elif sign in "亿億":
            total, section, digit = (total + section + digit or 1) * _ZH_SCALES[sign], 0, 0
        elif sign in "万萬":
            total, section, digit = total + (section + digit or 1) * _ZH_SCALES[sign], 0, 0
        elif sign in _ZH_SCALES:
            section, digit = section + (digit or 1) * _ZH_SCALES[sign], 0
    return total + section + digit or None


def _currency(words: str) -> str:
    return next((name for name, signs in _CURRENCIES if any(sign in words for sign in signs)), "")
