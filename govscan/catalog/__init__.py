"""Curated knowledge: licenses and their terms, publishers, endpoints, well-known models. Data in, records out.

Every record says where it was read and as of when. Read by `identify` and `resolve` only.
"""

from __future__ import annotations

from collections.abc import Iterator

from govscan.catalog.records import EndpointRecord, LicenseRecord, ModelRecord, PublisherRecord


class Catalog:
    """The compiled catalog, records built when they are asked for."""

    def license(self, id_: str) -> LicenseRecord | None:
        """The record of an SPDX id or LicenseRef, ignoring case."""
        raise NotImplementedError

    def license_named(self, name: str) -> LicenseRecord | None:
        """The record that a Hub `license` value, `license_name` or odd spelling ("Apache 2.0", "llama-3.1") means
        and nothing else; None for a name that several texts share ("modified-mit", "tencent-hunyuan-community")."""
        raise NotImplementedError

    def licenses(self) -> Iterator[LicenseRecord]:
        """Every license, in the order of ids."""
        raise NotImplementedError

    def publisher(self, org: str) -> PublisherRecord | None:
        """Who stands behind a Hub organization (or a hosted provider's key), ignoring case."""
        raise NotImplementedError

    def model(self, name: str) -> ModelRecord | None:
        """A well-known open-weight model by Hub id, ignoring case; known renames of organizations are followed."""
        raise NotImplementedError

    def endpoint(self, provider: str, host: str | None, region: str | None, model: str) -> EndpointRecord | None:
        """What may be concluded about requests of `provider` to `host` (None: the client's default) with a region
        argument as written and a model name (Bedrock profiles and DashScope suffixes decide by the name). The
        record's `regions` and `processing` are already those of this very combination; never a provider's default
        country where code does not prove it."""
        raise NotImplementedError


def catalog() -> Catalog:
    """The catalog, loaded once a process."""
    raise NotImplementedError
