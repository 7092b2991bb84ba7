"""The shapes of curated knowledge. Plain data: what may be concluded from it is decided in `govscan.identify`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from govscan.facts import Unknown, Value


class Figure(Struct, frozen=True):
    """A threshold as the text writes it: 20,000,000 "USD a month"."""

    amount: int
    unit: str


class Term(Struct, frozen=True):
    """One term of a license: the value of a `license.` fact and the section of the text that says so. A text that
    does not settle the term has Unknown, with the reason. `written` has the figures of the text where the value is
    in another unit."""

    value: Value | Unknown
    section: str
    written: tuple[Figure, ...] = ()


class LicenseRecord(Struct, frozen=True):
    """A license. `id` is an SPDX id or a LicenseRef; `aliases` are the Hub's `license` values and `license_name`
    spellings that mean it and nothing else; `terms` is keyed by the names of `license.` facts without the prefix."""

    id: str
    name: str
    family: str
    version: str
    publisher: str
    url: str
    source: str
    as_of: str
    aliases: tuple[str, ...]
    terms: Mapping[str, Term]


class PublisherRecord(Struct, frozen=True):
    """Who stands behind a Hub organization or a hosted model family."""

    org: str
    entity: str
    country: str | None
    source: str
    as_of: str
    certainty: str  # "documented", "stated" or "inferred"


class EndpointRecord(Struct, frozen=True):
    """What code allows one to conclude about a host. `regions` are places in the algebra of `govscan.regions`,
    ("WORLD",) where the operator says it is not pinned, empty where nothing can be said; `processing` is a value of
    `endpoint.processing`; `by_region` says that the place follows the region in host or argument."""

    provider: str
    product: str
    hosts: tuple[str, ...]  # exact, or with "*" for labels and "{region}" for a region token
    default: bool  # the host that the provider's own client uses when code names none
    operator: str
    operator_country: str | None
    operator_group_country: str | None
    regions: tuple[str, ...]
    processing: str
    by_region: bool
    cloud: str | None  # whose region names the region token is of: "aws", "azure", "gcp", "alibaba", ...
    terms_url: str
    source: str
    as_of: str
    note: str


class ModelRecord(Struct, frozen=True):
    """A well-known model, as its maker published it on the day `as_of`."""

    id: str
    license: str  # key of a LicenseRecord, or an SPDX expression
    declared: str  # what its card's `license` (or license_name) says
    base_models: tuple[str, ...]
    gated: bool | None
    task: str | None
    source: str
    as_of: str
    certainty: str  # "two-sources" or "seen"


class DatasetRecord(Struct, frozen=True):
    """A well-known dataset. `license` is an SPDX expression or a LicenseRef, None where its source settles none;
    `non_commercial` says whether some of the data is for non-commercial use only, None where nobody can say."""

    id: str
    license: str | None
    non_commercial: bool | None
    note: str  # what a label does not say
    source: str
    as_of: str
    certainty: str  # "two-sources" or "seen"
