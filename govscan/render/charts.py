"""Figures behind the charts of the HTML report: rows of stacked bars, drawn by the template as inline SVG beside
the numbers themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from govscan.render.arrange import Sheet, Standing, standing_of
from govscan.report import Report


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
    """Verdicts by context and by the publisher's country."""
    contexts = [context.name for context in report.policy.contexts]
    used = dict.fromkeys([*contexts, *(name for sheet in rows for name in sheet.model.contexts)])
    by_context = {name: [_standing_in(sheet, name) for sheet in rows if name in sheet.model.contexts] for name in used}
    by_country: dict[str, list[Standing]] = {}
    for sheet in rows:
        country = sheet.model.facts.value("model.publisher_country")
        names = country if isinstance(country, tuple) and country else ("unknown",)
        for name in names:
            by_country.setdefault(name, []).append(sheet.standing)
    ordered = sorted(by_country.items(), key=lambda item: (item[0] == "unknown", -len(item[1]), item[0]))
    return (
        Chart("Models by context", "Context", _bars(by_context.items())),
        Chart("Models by country of the publisher", "Country", _bars(ordered)),
    )


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
