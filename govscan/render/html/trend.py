"""The findings of past audits as curves over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from govscan.report import Moment

WIDTH: Final = 860
HEIGHT: Final = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 40, 10, 26


class Curve(Struct, frozen=True):
    label: str
    tone: str
    points: str  # of a polyline
    dots: tuple[tuple[int, int], ...]


class Trend(Struct, frozen=True):
    curves: tuple[Curve, ...]
    days: tuple[tuple[int, str], ...]  # x, day
    grid: tuple[tuple[int, int], ...]  # y, value
    width: int = WIDTH
    height: int = HEIGHT


def trend_of(moments: Sequence[Moment]) -> Trend | None:
    """Errors, undecided and warnings by day; None where there is nothing to compare with."""
    if len(moments) < 2:
        return None
    days = [dt.date.fromisoformat(moment.day) for moment in moments]
    span = max((days[-1] - days[0]).days, 1)
    most = max(max(each.errors, each.undecided, each.warnings) for each in moments) or 1

    def x(day: dt.date) -> int:
        return _LEFT + round((WIDTH - _LEFT - _RIGHT) * (day - days[0]).days / span)

    def y(count: int) -> int:
        return HEIGHT - _BOTTOM - round((HEIGHT - _TOP - _BOTTOM) * count / most)

    curves = []
    for label, tone in (("errors", "fail"), ("undecided", "undecided"), ("warnings", "warning")):
        dots = tuple((x(day), y(getattr(each, label))) for day, each in zip(days, moments, strict=True))
        curves.append(Curve(label, tone, " ".join(f"{left},{top}" for left, top in dots), dots))
    shown = sorted({0, len(days) // 2, len(days) - 1})
    return Trend(
        tuple(curves),
        tuple((x(days[number]), days[number].isoformat()) for number in shown),
        tuple((y(value), value) for value in sorted({0, most // 2, most})),
    )
