"""A catalog of invented licenses, makers and models, small enough to read, and an index of their invented texts: no
real license text stands in this repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from govscan.catalog import Catalog
from govscan.catalog.fingerprints import Fingerprints, Text, packed
from govscan.catalog.fingerprints.words import words
from govscan.catalog.records import (
    DatasetRecord,
    EndpointRecord,
    LicenseRecord,
    ModelRecord,
    PublisherRecord,
    Term,
)
from govscan.facts import ABSENT, Value

AS_OF = "2026-10-01"

PLAIN: Mapping[str, Value] = {
    "commercial_use": "allowed",
    "mau_threshold": ABSENT,
    "revenue_threshold_usd": ABSENT,
    "registration_required": False,
    "territory_excluded": (),
    "output_training": "allowed",
    "attribution": True,
    "naming": ABSENT,
    "share_alike": False,
    "use_restrictions": False,
    "field_of_use": ABSENT,
    "governing_law": ABSENT,
    "patent_termination": False,
    "remote_update": False,
}
ACME: Mapping[str, Value] = {
    **PLAIN,
    "commercial_use": "conditional",
    "mau_threshold": 1_000_000,
    "territory_excluded": ("EU",),
    "output_training": "prohibited",
    "naming": "Built with Acme",
    "use_restrictions": True,
    "governing_law": "US-CA",
}

STAND_IN = "A stand-in for the {} License, written for these tests. It is as long as a short note and grants {}."
COMMUNITY = """ACME COMMUNITY LICENSE

Written for these tests. You may use the model if you show "Built with Acme" where
your users see it, and if few people use what you make of it."""
TEXTS = {
    "Apache-2.0": STAND_IN.format("Apache", "whatever its namesake grants, no more and no less"),
    "MIT": STAND_IN.format("MIT", "as little as can be said in one breath, and then some"),
    "LicenseRef-acme-community": COMMUNITY,
    "LicenseRef-acme-research": COMMUNITY + " Research only: who wants to do business has to ask Acme first.",
}


def license_record(
    id_: str,
    family: str,
    terms: Mapping[str, Value],
    aliases: tuple[str, ...] = (),
) -> LicenseRecord:
    return LicenseRecord(
        id=id_,
        name=id_,
        family=family,
        version="1",
        publisher="nobody",
        url=f"https://licenses.example/{id_.lower()}",
        source="invented",
        as_of=AS_OF,
        aliases=aliases,
        terms={name: Term(value, "2") for name, value in terms.items()},
    )


LICENSES = (
    license_record("Apache-2.0", "permissive", PLAIN, ("apache 2.0", "apache-2.0")),
    license_record("MIT", "permissive", PLAIN, ("mit",)),
    license_record("CC-BY-NC-4.0", "creative-commons", {**PLAIN, "commercial_use": "prohibited"}, ("cc-by-nc-4.0",)),
    license_record(
        "LicenseRef-acme-community",
        "acme",
        ACME,
        ("acme", "acme-community"),
    ),
    license_record(
        "LicenseRef-acme-research",
        "acme",
        {**ACME, "commercial_use": "prohibited"},
        ("acme-research",),
    ),
    license_record("GPL-3.0-only", "copyleft", {**PLAIN, "share_alike": True}, ("gpl-3.0",)),
    license_record("CC-BY-SA-4.0", "creative-commons", {**PLAIN, "share_alike": True}, ("cc-by-sa-4.0",)),
    license_record(
        "CC-BY-NC-SA-4.0",
        "creative-commons",
        {**PLAIN, "share_alike": True, "commercial_use": "prohibited"},
        ("cc-by-nc-sa-4.0",),
    ),
    license_record("LicenseRef-acme-modified-mit", "acme", {**PLAIN, "naming": "Acme Inside"}),
)

MODELS = (
    ModelRecord("acme/base-7b", "LicenseRef-acme-community", "acme", (), True, "text-generation", "s", AS_OF, "seen"),
    ModelRecord(
        *("acme/tuned-7b", "LicenseRef-acme-community", "acme", ("acme/base-7b",)),
        *(None, "text-generation", "s", AS_OF, "two-sources"),
    ),
    ModelRecord("acme/shared", "LicenseRef-acme-modified-mit", "modified-mit", (), False, None, "s", AS_OF, "seen"),
    ModelRecord("openlab/small", "Apache-2.0", "apache-2.0", (), False, "fill-mask", "s", AS_OF, "two-sources"),
)

DATASETS = (
    DatasetRecord("acme/dialogs", "CC-BY-NC-4.0", True, "", "s", AS_OF, "seen"),
    DatasetRecord("openlab/news", "MIT", False, "of the packaging", "s", AS_OF, "seen"),
    DatasetRecord("openlab/pages", "Apache-2.0", False, "", "s", AS_OF, "two-sources"),
    DatasetRecord("openlab/crawl", None, None, "terms of every page", "s", AS_OF, "seen"),
    DatasetRecord("openlab/mixture", None, True, "some parts are for research only", "s", AS_OF, "seen"),
    DatasetRecord("acme/unsaid", "CC-BY-NC-4.0", None, "", "s", AS_OF, "seen"),
)

PUBLISHERS = (
    PublisherRecord("acme", "Acme AI, Inc.", "US", "s", AS_OF, "documented"),
    PublisherRecord("openlab", "Open Lab e.V.", "DE", "s", AS_OF, "stated"),
    PublisherRecord("anthropic", "Anthropic PBC", "US", "s", AS_OF, "documented"),
    PublisherRecord("nowhere", "Nowhere Collective", None, "s", AS_OF, "inferred"),
)


def endpoint_record(
    provider: str, regions: tuple[str, ...], processing: str, host: str, note: str = ""
) -> EndpointRecord:
    return EndpointRecord(
        provider=provider,
        product=f"{provider} API",
        hosts=(host,),
        default=True,
        operator=f"{provider} operator",
        operator_country="US",
        operator_group_country="US",
        regions=regions,
        processing=processing,
        by_region="{region}" in host,
        cloud="aws" if provider == "bedrock" else None,
        terms_url="",
        source="s",
        as_of=AS_OF,
        note=note,
    )


@cache
def _index() -> Fingerprints:
    return Fingerprints(packed(Text(id_, words(text).hashes) for id_, text in TEXTS.items()))


class FakeCatalog(Catalog):
    """The methods of `Catalog` over the tuples above, or over others."""

    def __init__(
        self, licenses: tuple[LicenseRecord, ...] = LICENSES, models: tuple[ModelRecord, ...] = MODELS
    ) -> None:
        self._records = licenses
        self._known = models

    def license(self, id_: str) -> LicenseRecord | None:
        return next((record for record in self._records if record.id.lower() == id_.lower()), None)

    def texts(self) -> Fingerprints:
        return _index()

    def license_named(self, name: str) -> LicenseRecord | None:
        return next((record for record in self._records if name.lower() in record.aliases), None)

    def licenses(self) -> Iterator[LicenseRecord]:
        return iter(sorted(self._records, key=lambda record: record.id))

    def publisher(self, org: str) -> PublisherRecord | None:
        return next((record for record in PUBLISHERS if record.org == org.lower()), None)

    def model(self, name: str) -> ModelRecord | None:
        return next((record for record in self._known if record.id.lower() == name.lower()), None)

    def dataset(self, name: str) -> DatasetRecord | None:
        return next((record for record in DATASETS if record.id.lower() == name.lower()), None)

    def endpoint(self, provider: str, host: str | None, region: str | None, model: str) -> EndpointRecord | None:
        if provider == "openai" and host in (None, "api.openai.example"):
            return endpoint_record("openai", (), "undetermined", "api.openai.example", "depends on the account")
        if provider == "bedrock":
            where = (region,) if region else ()
            return endpoint_record("bedrock", where, "pinned" if region else "undetermined", "rt.{region}.aws.example")
        if provider == "deepseek" and host is None:
            return endpoint_record("deepseek", (), "unbounded", "api.deepseek.example")
        return None
