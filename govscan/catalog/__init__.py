"""Curated knowledge: licenses and their terms, publishers, endpoints, known models and datasets. Data in, records out.

Every record says where it was read and as of when. Read by `identify` and `resolve` only. The sources are the YAML
files in `data`; `python -m govscan.catalog.build` checks them and writes `catalog.json`, which is all that is read
at run time. How to add a record: docs/catalog.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.json import decode

from govscan.catalog.endpoints import find
from govscan.catalog.names import spelling
from govscan.catalog.records import (
    DatasetRecord,
    EndpointRecord,
    Figure,
    LicenseRecord,
    ModelRecord,
    PublisherRecord,
    Term,
)
from govscan.facts import ABSENT, Unknown, Value

if TYPE_CHECKING:
    from govscan.catalog.fingerprints import Fingerprints

COMPILED = Path(__file__).with_name("catalog.json")
UNSETTLED = "unknown"  # the value of a term that the text does not settle

Row = Mapping[str, Any]


class Catalog:
    """The compiled catalog, records built when they are asked for."""

    def __init__(self, compiled: Mapping[str, Sequence[Row]]) -> None:
        """`compiled` is the content of `catalog.json`: lists of rows by kind, valid by construction."""
        self._licenses = {row["id"].lower(): row for row in compiled["licenses"]}
        self._publishers = {org.lower(): row for row in compiled["publishers"] for org in row["orgs"]}
        self._models = {name.lower(): row for row in compiled["models"] for name in (row["id"], *row["aliases"])}
        self._datasets = {
            name.lower(): row for row in compiled.get("datasets", ()) for name in (row["id"], *row["aliases"])
        }
        self._endpoints = compiled["endpoints"]
        self._spellings: dict[str, str] = {}
        self._built: dict[str, LicenseRecord] = {}

    def license(self, id_: str) -> LicenseRecord | None:
        """The record of an SPDX id or LicenseRef, ignoring case."""
        key = id_.strip().lower()
        if key not in self._built:
            row = self._licenses.get(key)
            if row is None:
                return None
            self._built[key] = _license(row)
        return self._built[key]

    def license_named(self, name: str) -> LicenseRecord | None:
        """The record that a Hub `license` value, `license_name` or odd spelling ("Apache 2.0", "llama-3.1") means
        and nothing else; None for a name that several texts share ("modified-mit", "tencent-hunyuan-community")."""
        if not self._spellings:
            for row in self._licenses.values():
                for each in (row["id"], row["name"], *row["aliases"]):
                    self._spellings[spelling(each)] = row["id"]
        id_ = self._spellings.get(spelling(name))
        return self.license(id_) if id_ else None

    def licenses(self) -> Iterator[LicenseRecord]:
        """Every license, in the order of ids."""
        for id_ in self._licenses:
            record = self.license(id_)
            if record is not None:
                yield record

    def texts(self) -> Fingerprints:
        """The index of license texts."""
        from govscan.catalog.fingerprints import fingerprints

        return fingerprints()

    def publisher(self, org: str) -> PublisherRecord | None:
        """Who stands behind a Hub organization (or a hosted provider's key), ignoring case."""
        row = self._publishers.get(org.strip().lower())
        if row is None:
            return None
        written = next(each for each in row["orgs"] if each.lower() == org.strip().lower())
        return PublisherRecord(
            org=written,
            entity=row["entity"],
            country=row["country"],
            source=row["source"],
            as_of=row["as_of"],
            certainty=row["certainty"],
        )

    def model(self, name: str) -> ModelRecord | None:
        """A well-known open-weight model by Hub id, ignoring case; known renames of organizations are followed."""
        row = self._models.get(name.strip().lower())
        return _model(row) if row else None

    def models(self) -> Iterator[ModelRecord]:
        """Every model, in the order of ids."""
        seen: set[str] = set()
        for row in self._models.values():
            if row["id"] not in seen:
                seen.add(row["id"])
                yield _model(row)

    def dataset(self, name: str) -> DatasetRecord | None:
        """A well-known dataset by Hub id, ignoring case; known renames and spellings are followed."""
        row = self._datasets.get(name.strip().lower())
        return _dataset(row) if row else None

    def endpoint(self, provider: str, host: str | None, region: str | None, model: str) -> EndpointRecord | None:
        """What may be concluded about requests of `provider` to `host` (None: the client's default) with a region
        argument as written and a model name (Bedrock profiles and DashScope suffixes decide by the name). The
        record's `regions` and `processing` are already those of this very combination; never a provider's default
        country where code does not prove it. None for a host nobody knows, and for a provider that has no host of
        its own."""
        return find(self._endpoints, provider, host, region, model)


@cache
def catalog() -> Catalog:
    """The catalog, loaded once a process."""
    return Catalog(decode(COMPILED.read_bytes()))


def _license(row: Row) -> LicenseRecord:
    return LicenseRecord(
        id=row["id"],
        name=row["name"],
        family=row["family"],
        version=row["version"],
        publisher=row["publisher"],
        url=row["url"],
        source=row["source"],
        as_of=row["as_of"],
        aliases=tuple(row["aliases"]),
        terms={name: _term(term) for name, term in row["terms"].items()},
    )


def _term(row: Row) -> Term:
    value = Unknown(row["section"]) if row["value"] == UNSETTLED else _value(row["value"])
    return Term(value, row["section"], tuple(Figure(each["amount"], each["unit"]) for each in row.get("written", ())))


def _model(row: Row) -> ModelRecord:
    return ModelRecord(
        id=row["id"],
        license=row["license"],
        declared=row["declared"],
        base_models=tuple(row["base_models"]),
        gated=row["gated"],
        task=row["task"],
        source=row["source"],
        as_of=row["as_of"],
        certainty=row["certainty"],
    )


def _dataset(row: Row) -> DatasetRecord:
    return DatasetRecord(
        id=row["id"],
        license=None if row["license"] == UNSETTLED else row["license"],
        non_commercial=row["non_commercial"],
        note=row.get("note", ""),
        source=row["source"],
        as_of=row["as_of"],
        certainty=row["certainty"],
    )


def _value(stored: object) -> Value:
    """JSON has no tuple and no ABSENT: a list is a set of places, null a known absence."""
    if stored is None:
        return ABSENT
    if isinstance(stored, list):
        return tuple(str(each) for each in stored)
    if isinstance(stored, bool | int | float | str):
        return stored
    raise TypeError(f"catalog.json holds {type(stored).__name__}, which is no value of a term")
