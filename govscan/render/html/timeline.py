"""When approvals run out: reviews and waivers on a line of time."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from govscan.policy import Ledger

MAX_ROWS: Final = 24
"""The next ones to expire are drawn; the tables beside have all."""

SOON: Final = 60
"""Days before it expires in which an approval is marked."""

WIDTH: Final = 860
LEFT: Final = 250  # of the axis, behind the labels
_ROW: Final = 26
_TOP: Final = 30


class Mark(Struct, frozen=True):
    """One approval: `x` is where it ends, and the bar before it starts at the axis."""

    label: str
    kind: str  # "review" or "waiver"
    day: str
    tone: str  # "fail" for expired, "warning" for soon, else "pass"
    x: int
    y: int


class Timeline(Struct, frozen=True):
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[int, str], ...]  # x, day
    height: int
    left_out: int


def timeline(ledger: Ledger, now: dt.date) -> Timeline | None:
    """The approvals of a ledger, the first to end first; None where there are none."""
    rows = [(each.expires, "review", f"{each.model} ({each.id})") for each in ledger.reviews]
    rows += [(each.expires, "waiver", f"{each.model} ({each.id})") for each in ledger.waivers]
    rows.sort()
    if not rows:
        return None
    drawn = rows[:MAX_ROWS]
    last = max(drawn[-1][0], now + dt.timedelta(days=90))
    span = (last - now).days

    def at(day: dt.date) -> int:
        days = max((day - now).days, 0)
        return LEFT + round((WIDTH - LEFT - 90) * days / span)

    marks = tuple(
        Mark(label, kind, day.isoformat(), _tone(day, now), at(day), _TOP + number * _ROW)
        for number, (day, kind, label) in enumerate(drawn)
    )
    step = max(span // 5, 1)
    ticks = tuple((at(day), day.isoformat()) for day in (now + dt.timedelta(days=step * number) for number in range(5)))
    return Timeline(marks, ticks, _TOP + len(drawn) * _ROW + 4, len(rows) - len(drawn))


def _tone(day: dt.date, now: dt.date) -> str:
    left = (day - now).days
    return "fail" if left < 0 else "warning" if left <= SOON else "pass"
