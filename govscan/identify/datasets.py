"""The datasets that a card names: what is known of their licenses. Facts of the card enter, `datasets.` facts leave.

A card that names no dataset proves nothing about the data: only what it names can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.catalog import Catalog
from govscan.catalog.records import DatasetRecord
from govscan.evidence import Evidence, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.claim import clipped
from govscan.identify.terms import terms_of
from govscan.pattern import pattern

SHOWN: Final = 12  # names that a sentence lists

_ADDRESS = pattern(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/|datasets/")


class Named(Struct, frozen=True):
    """A dataset as the card writes it, and its record, where the catalog has one."""

    name: str
    record: DatasetRecord | None

    @property
    def license(self) -> str | None:
        return self.record.license if self.record else None

    def __str__(self) -> str:
        note = f" ({self.record.note})" if self.record and self.record.note else ""
        return f"{clipped(self.name)}: {self.license or 'not known'}{note}"


def dataset_facts(card: Iterable[Fact], evidence: Evidence, catalog: Catalog) -> Iterator[Fact]:
    """`datasets.licenses` and `datasets.non_commercial`, of the names that `card` (facts of the card) and the hub
    tell."""
    declared = next((fact for fact in card if fact.name == "datasets.declared" and fact.known), None)
    names = declared.value if declared is not None else _of_hub(evidence)
    if not isinstance(names, tuple) or (declared is None and not names):
        reason = "nothing that was read names a dataset" if isinstance(evidence, Resolved) else evidence.detail
        place = Source(SourceKind.DERIVED, evidence.identity.name or str(evidence.identity))
        yield Fact("datasets.licenses", Unknown(reason), place)
        yield Fact("datasets.non_commercial", Unknown(reason), place)
        return
    hub = Source(SourceKind.HUB, evidence.identity.purl or str(evidence.identity))
    asked = declared.source if declared is not None and declared.source is not None else hub
    named = tuple(Named(name, _record(name, catalog)) for name in names[: limits.DATASETS])
    yield _licenses(named, asked, len(names))
    yield _non_commercial(named, asked, len(names), catalog)


def _of_hub(evidence: Evidence) -> tuple[str, ...]:
    hub = evidence.hub if isinstance(evidence, Resolved) else None
    return tuple(sorted(hub.datasets)) if hub else ()


def _record(name: str, catalog: Catalog) -> DatasetRecord | None:
    """The record of a name as people write it: an id, or the address of its page."""
    written = name.strip()
    address = _ADDRESS.match(written)
    return catalog.dataset(written[address.end() :].strip("/") if address else written)


def _licenses(named: Sequence[Named], asked: Source, total: int) -> Fact:
    if not named:
        return Fact("datasets.licenses", (), asked)
    source = _catalog_source(named) or asked
    unknown = [each.name for each in named if each.license is None]
    if unknown or total > len(named):
        known = _list(str(each) for each in named if each.license is not None)
        reason = f"the license of {_list(map(clipped, unknown or ['further names']))} is not known"
        return Fact("datasets.licenses", Unknown(f"{reason}; {known}" if known else reason), source)
    return Fact("datasets.licenses", tuple(sorted({each.license for each in named if each.license})), source)


def _non_commercial(named: Sequence[Named], asked: Source, total: int, catalog: Catalog) -> Fact:
    name = "datasets.non_commercial"
    for each in named:
        if each.record is not None and _is_non_commercial(each.record, catalog):
            return Fact(name, True, _record_source(each))
    if not named:
        return Fact(name, Unknown("the card names no dataset, which proves nothing about the data"), asked)
    unsure = [each.name for each in named if each.record is None or each.record.non_commercial is None]
    if unsure or total > len(named):
        reason = f"nobody knows whether {_list(map(clipped, unsure or ['further names']))} may be used commercially"
        return Fact(name, Unknown(reason), asked)
    return Fact(name, False, _catalog_source(named))


def _is_non_commercial(record: DatasetRecord, catalog: Catalog) -> bool:
    if record.non_commercial is not None or record.license is None:
        return record.non_commercial is True
    known = all(catalog.license(id_) for id_ in expression.ids(record.license))
    return known and terms_of(record.license, catalog)["commercial_use"].value == "prohibited"


def _record_source(named: Named) -> Source:
    assert named.record is not None
    return Source(SourceKind.CATALOG, f"datasets/{named.record.id}", as_of=named.record.as_of, quote=str(named))


def _catalog_source(named: Sequence[Named]) -> Source | None:
    """The records that speak, as one place; None if there is none."""
    found = [each for each in named if each.record is not None]
    if len(found) == 1:
        return _record_source(found[0])
    oldest = min((each.record.as_of for each in found if each.record), default=None)
    return Source(SourceKind.CATALOG, "datasets", as_of=oldest, quote=_list(map(str, found))) if found else None


def _list(items: Iterable[str]) -> str:
    """`a; b; c; and 4 more`."""
    rows = list(items)
    shown = rows[:SHOWN] + ([f"and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else [])
    return "; ".join(shown)
