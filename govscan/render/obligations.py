"""What the licenses of all models of a report ask for, said once each: a report enters, duties with the models that
they come from leave."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from govscan.facts import Facts
from govscan.render.arrange import sheets
from govscan.render.notice_duties import DUTIES, Duty, conditions, listed, naming, policies, source_of
from govscan.report import Model, Report


class Kind(StrEnum):
    """What somebody has to do about it."""

    DO = "to do"
    CHECK = "to check"
    INHERITED = "from a base model"


class Obligation(Struct, frozen=True):
    """A duty or a condition, and the models that bring it, by the place that says so ("" where none is named)."""

    kind: Kind
    words: str
    sources: tuple[tuple[str, tuple[Model, ...]], ...]

    @property
    def count(self) -> int:
        """How many models bring it."""
        return sum(len(models) for _, models in self.sources)


def obligations(report: Report) -> tuple[Obligation, ...]:
    """Every duty once, by kind; those of most models first."""
    grouped: dict[tuple[Kind, str], dict[str, list[Model]]] = {}
    for sheet in sheets(report):
        for kind, duty in dict.fromkeys(_duties(sheet.model.facts)):
            grouped.setdefault((kind, duty.words), {}).setdefault(duty.source, []).append(sheet.model)
    rows = [
        Obligation(kind, words, tuple((source, tuple(models)) for source, models in sources.items()))
        for (kind, words), sources in grouped.items()
    ]
    order = list(Kind)
    return tuple(sorted(rows, key=lambda row: (order.index(row.kind), -row.count, row.words)))


def _duties(facts: Facts) -> Iterator[tuple[Kind, Duty]]:
    for name, sentence in DUTIES.items():
        if facts.value(name) is True:
            yield Kind.DO, Duty(sentence, source_of(facts, name))
    shown, _, names = naming(facts)
    for duty in (*shown, *names):
        yield Kind.DO, duty
    for duty in (*policies(facts, ()), *conditions(facts)):
        yield Kind.CHECK, duty
    for duty in listed(facts, "lineage.inherited_obligations"):
        yield Kind.INHERITED, duty
