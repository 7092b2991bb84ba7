"""Thresholds of users and of revenue: passages enter, clauses with the figures as they are written leave."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govscan.catalog.records import Figure
from govscan.facts import Unknown
from govscan.identify.clauses.clause import Clause, clause
from govscan.identify.clauses.numbers import Amount, amounts
from govscan.identify.clauses.passages import Passage
from govscan.pattern import pattern

USERS: Final = "mau_threshold"
REVENUE: Final = "revenue_threshold_usd"
LEAST_USERS: Final = 100  # "up to five users" is a seat count, no threshold of a business
LEAST_MONEY: Final = 1_000
BESIDE: Final = 60
REACH: Final = 110  # characters between an amount and the word that says what it counts

_TALKS: Final = (
    *(
        "user",
        "visit",
        "device",
        "revenue",
        "income",
        "turnover",
        "annual sales",
        "mau",
        "dau",
        "arr",
        "gross receipts",
    ),
    *("用户", "月活", "日活", "访问", "设备", "收入", "营收", "营业额", "销售额", "funding", "subscriber", "customers"),
)
_COUNTED: Final = pattern(
    r"(?P<dau>daily (?:active )?(?:users?|user)|\bdau\b|每?日均?.{0,4}活跃|日活|(?:active )?users? (?:per|a|each) day)"
    r"|(?P<mau>\bmuus?\b|monthly (?:active |unique )?(?:end )?(?:users?|user)|active (?:end )?users?|\bmaus?\b|月度?活跃?用户|月活|每月活跃|"
    r"(?:active )?users? (?:per|a|each|in any|in a) (?:calendar )?month|月均?用户|活跃用户|subscribers?)"
    r"|(?P<visits>monthly (?:visits?|visitors?|page ?views?|requests?)|visits? (?:per|a) month|visits?\b|访问量|访问次数|访问)"
    r"|(?P<devices>devices?\b|terminals?\b|终端|设备)"
    r"|(?P<money>revenues?|annual (?:sales|income|turnover|funding)|funding|gross receipts|turnover|\barr\b|income\b|收入|营收|营业额|销售额|流水)"
    r"|(?P<users>\busers?\b|customers?\b|用户)"
)
_BOUND: Final = pattern(
    r"more than|greater than|exceed|excess of|\bover\b|above|at least|less than|fewer than|\bbelow\b|under\b|up to|"
    r"not? more|reach|surpass|within|or more|does not|大于|超过|超出|达到|以上|小于|少于|低于|不足|以下|以内|不超过|高于|>=?|<=?|≥|≤|不满|未达"
)
_IDLE: Final = pattern(
    r"\bliab|damages|indemni|赔偿|责任限额|fifty percent|voting|percent of the|shares?\b(?=.{0,40}(?:outstanding|stock))"
)
_MONTH: Final = pattern(r"(?<!12 )(?<!12-)(?<!twelve )month(?!ly (?:active|unique))|\bmo\b|月(?!活)")
_YEAR: Final = pattern(r"year|annual|annum|twelve|12 month|12-month|\barr\b|fiscal|年")


def read_thresholds(passages: Sequence[Passage]) -> Iterator[Clause]:
    """Every passage that ties something to a number of users, visits or devices, or to a revenue."""
    for passage in passages:
        text = passage.text
        if not any(word in text for word in _TALKS) or not _BOUND.search(text):
            continue
        idle = _IDLE.search(text) is not None
        for amount in amounts(text):
            figure = _figure(text, amount)
            if figure is not None and not (idle and figure[0] == REVENUE):
                term, written = figure
                start, end = max(0, amount.start - 60), min(len(text), amount.end + 60)
                yield clause(term, _value(written), passage, (start, end), 0.9, (written,))


def _figure(text: str, amount: Amount) -> tuple[str, Figure] | None:
    if amount.currency:
        kind = "money" if amount.value >= LEAST_MONEY and _near(text, amount, only_money=True) else None
    else:
        kind = _near(text, amount, only_money=False) if amount.value >= LEAST_USERS else None
    if kind is None or not _bounds(text, amount):
        return None
    if kind not in ("mau", "dau", "money") and amount.value < LEAST_MONEY:
        return None
    if kind == "money":
        currency = amount.currency
        return REVENUE, Figure(amount.value, f"{currency} a {_period(text, amount)}")
    units = {"dau": "daily active users", "visits": "monthly visits", "devices": "devices"}
    return USERS, Figure(amount.value, units.get(kind, "monthly active users"))


def _bounds(text: str, amount: Amount) -> bool:
    """Whether a word such as `more than` stands beside the amount; an address or a year has none."""
    return _BOUND.search(text[max(0, amount.start - BESIDE) : amount.end + BESIDE]) is not None


def _near(text: str, amount: Amount, *, only_money: bool) -> str | None:
    """What the amount counts: the nearest word after it, else the nearest one before it."""
    after = text[amount.end : amount.end + REACH]
    before = text[max(0, amount.start - REACH) : amount.start]
    wanted = [("money",)] if only_money else [("dau", "mau", "visits", "devices"), ("users",)]
    for kinds in wanted:
        ahead = [m for m in _COUNTED.finditer(after) if m.lastgroup in kinds]
        behind = [m for m in _COUNTED.finditer(before) if m.lastgroup in kinds]
        if ahead and (ahead[0].start() <= 25 or not behind):
            return ahead[0].lastgroup
        if behind:
            return behind[-1].lastgroup
    return None


def _period(text: str, amount: Amount) -> str:
    around = text[max(0, amount.start - REACH) : amount.end + REACH]
    after = text[amount.end : amount.end + 40]
    for words in (after, around):
        month, year = _MONTH.search(words), _YEAR.search(words)
        if month and not year:
            return "month"
        if year and not month:
            return "year"
        if month and year:
            at = amount.start - max(0, amount.start - REACH) if words is around else 0
            return "month" if abs(month.start() - at) < abs(year.start() - at) else "year"
    return "year"


def _value(figure: Figure) -> int | Unknown:
    if figure.unit.endswith("active users"):
        return figure.amount
    if figure.unit == "USD a year":
        return figure.amount
    if figure.unit == "USD a month":
        return figure.amount * 12
    return Unknown(f"the text counts otherwise: {figure.amount:,} {figure.unit}")
