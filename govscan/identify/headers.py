"""Headers of weight files enter, what they say of license and origin leaves."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.catalog import Catalog
from govscan.evidence import Evidence, Header, Resolved
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify.claim import Claim, clipped
from govscan.identify.declared import claim_of_label

_LICENSE_KEYS = ("general.license", "license", "modelspec.license")
_NAME_KEYS = ("general.license.name",)
_MAX_BASES = 16
_HUB = "https://huggingface.co/"


def header_claims(evidence: Resolved, catalog: Catalog) -> tuple[Claim, ...]:
    """The licenses that headers name; shards that say the same are one claim."""
    claims: dict[str, Claim] = {}
    for header in evidence.headers:
        label = header.get(*_LICENSE_KEYS)
        if label.lower() in ("", "other"):
            label = header.get(*_NAME_KEYS) or label
        if label:
            source = _source(evidence, header, f"license: {label}")
            claims.setdefault(label, claim_of_label(label, source, catalog))
    return tuple(claims.values())


def header_facts(evidence: Evidence, catalog: Catalog) -> Iterator[Fact]:
    """`artifacts.header_license`: absent where headers were read and none names a license."""
    if not isinstance(evidence, Resolved) or not evidence.headers:
        return
    claims = header_claims(evidence, catalog)
    for claim in claims:
        yield Fact("artifacts.header_license", claim.expression, claim.source, claim.confidence)
    if not claims:
        header = evidence.headers[0]
        silent = Unknown(f"the header of {header.name} was not read: {header.trouble}") if header.trouble else ABSENT
        yield Fact("artifacts.header_license", silent, _source(evidence, header, ""))


def header_bases(evidence: Resolved) -> Iterator[tuple[str, Source]]:
    """The base models that GGUF headers name: as an address of the Hub, else as organization and name."""
    for header in evidence.headers:
        for number in range(_MAX_BASES):
            key = f"general.base_model.{number}."
            name, organization = header.get(key + "name"), header.get(key + "organization")
            address = header.get(key + "repo_url").rstrip("/")
            if not name and not address:
                break
            if address.startswith(_HUB):
                base = address.removeprefix(_HUB)
            else:
                base = f"{organization}/{name}".replace(" ", "-") if organization and name else name.replace(" ", "-")
            yield base, _source(evidence, header, f"base model: {name or address}")


def _source(evidence: Resolved, header: Header, quote: str) -> Source:
    place = evidence.identity.name.rstrip("/")
    place = place if place.endswith(header.name) else f"{place}/{header.name}" if place else header.name
    return Source(SourceKind.HEADER, place, quote=clipped(quote))
