"""Figures behind the charts of the HTML report: rows of stacked bars, drawn by the template as inline SVG beside
the numbers themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from govscan.render.arrange import Sheet, Standing, standing_of
from govscan.report import Report

MAX_BARS: Final = 12
UNKNOWN: Final = "unknown"


class Segment(Struct, frozen=True):
    """A part of a bar, in units of models."""

    standing: Standing
    start: int
    count: int


class Bar(Struct, frozen=True):
    """One row: `total` models, `segments` worst first."""

    label: str
    total: int
    segments: tuple[Segment, ...]


class Chart(Struct, frozen=True):
    """Bars over one scale: `longest` is the total of the longest."""

    title: str
    heading: str  # what a row is
    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        return max((bar.total for bar in self.bars), default=1)


def charts(report: Report, rows: Sequence[Sheet]) -> tuple[Chart, ...]:
    """Verdicts by context, by license family, by the publisher's country and by the place of processing."""
    contexts = [context.name for context in report.policy.contexts]
    used = dict.fromkeys([*contexts, *(name for sheet in rows for name in sheet.model.contexts)])
    by_context = {name: [_standing_in(sheet, name) for sheet in rows if name in sheet.model.contexts] for name in used}
    hosted = [sheet for sheet in rows if _is_hosted(sheet)]
    held = [sheet for sheet in rows if not _is_hosted(sheet)]
    return (
        Chart("Models by context", "Context", _bars(by_context.items())),
        Chart("Models by license family", "Family", _by_fact(held, "license.family")),
        Chart("Models by country of the publisher", "Country", _by_fact(rows, "model.publisher_country")),
        Chart("Hosted models by place of processing", "Place", _by_fact(hosted, "endpoint.regions")),
    )


def _is_hosted(sheet: Sheet) -> bool:
    return sheet.model.facts.value("model.access") == "hosted-api"


def _by_fact(rows: Iterable[Sheet], fact: str) -> tuple[Bar, ...]:
    """Bars by the values of a fact, the longest first; "unknown" last, and the seldom ones together before it."""
    found: dict[str, list[Standing]] = {}
    for sheet in rows:
        value = sheet.model.facts.value(fact)
        values = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
        for name in values or (UNKNOWN,):
            found.setdefault(name, []).append(sheet.standing)
    named = sorted((item for item in found.items() if item[0] != UNKNOWN), key=lambda item: (-len(item[1]), item[0]))
    seldom = [standing for _, standings in named[MAX_BARS:] for standing in standings]
    rest = [(f"{len(named) - MAX_BARS} others", seldom)] if seldom else []
    return _bars([*named[:MAX_BARS], *rest, (UNKNOWN, found.get(UNKNOWN, []))])


def _standing_in(sheet: Sheet, context: str) -> Standing:
    return standing_of(row.finding for row in sheet.findings if context in row.contexts)


def _bars(rows: Iterable[tuple[str, Sequence[Standing]]]) -> tuple[Bar, ...]:
    return tuple(Bar(label, len(found), _segments(Counter(found))) for label, found in rows if found)


def _segments(counted: Mapping[Standing, int]) -> tuple[Segment, ...]:
    segments, start = [], 0
    for standing in Standing:
        count = counted.get(standing, 0)
        if count:
            segments.append(Segment(standing, start, count))
            start += count
    return tuple(segments)
