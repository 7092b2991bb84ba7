"""Headers of weight files enter, what they say of license and origin leaves."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.catalog import Catalog
from govscan.evidence import Evidence, Header, Resolved
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify.claim import Claim, clipped
from govscan.identify.declared import claim_of_label
from govscan.pattern import pattern

_LICENSE_KEYS = ("general.license", "license", "modelspec.license")
_NAME_KEYS = ("general.license.name",)
_MAX_BASES = 16
_SOURCE_KEYS = ("general.source.repo_url", "general.source.url")
_SOURCE_NAME = "general.source.huggingface.repository"
_ADDRESS = pattern(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/([\w.-]{1,96}/[\w.-]{1,96})(?:[/?#]|$)")


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
        header = next((one for one in evidence.headers if one.trouble), evidence.headers[0])
        silent = Unknown(f"the header of {header.name} was not read: {header.trouble}") if header.trouble else ABSENT
        yield Fact("artifacts.header_license", silent, _source(evidence, header, ""))


def header_bases(evidence: Resolved) -> Iterator[tuple[str, Source]]:
    """The base models that GGUF headers name, and the model that the file was converted from: by its address on the
    Hub, else by organization and name."""
    for header in evidence.headers:
        for number in range(_MAX_BASES):
            key = f"general.base_model.{number}."
            name = _hub_name(header.get(key + "repo_url")) or _joined(header, key)
            if name:
                yield name, _source(evidence, header, f"base model: {header.get(key + 'name', key + 'repo_url')}")
        said = [header.get(key) for key in _SOURCE_KEYS]
        converted = next((name for name in map(_hub_name, said) if name), header.get(_SOURCE_NAME))
        if converted:
            yield converted, _source(evidence, header, f"converted from: {converted}")


def _hub_name(address: str) -> str:
    """The id in an address of the Hub; "" for any other."""
    found = _ADDRESS.match(address.strip())
    return found[1] if found else ""


def _joined(header: Header, key: str) -> str:
    """Organization and name, as their words are joined on the Hub."""
    name, organization = header.get(key + "name").strip(), header.get(key + "organization").strip()
    return f"{organization}/{name}".strip("/").replace(" ", "-") if name else ""


def _source(evidence: Resolved, header: Header, quote: str) -> Source:
    place = evidence.identity.name.rstrip("/")
    place = place if place.endswith(header.name) else f"{place}/{header.name}" if place else header.name
    return Source(SourceKind.HEADER, place, quote=clipped(quote))
