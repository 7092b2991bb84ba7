"""Where requests go and who may see them: the organization's own hosts first, then the catalog."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from govscan.catalog import Catalog
from govscan.catalog.records import EndpointRecord
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.pattern import pattern
from govscan.policy import OwnEndpoint
from govscan.reference import ExposureKind, Identity, Reference
from govscan.regions import countries

_VARIABLE = pattern(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%")
_TEMPLATE = pattern(r"\{|<[^>]{0,200}>")
_PLACES: Final = ("operator", "operator_country", "operator_group_country", "regions")


def endpoint_facts(
    identity: Identity,
    references: Sequence[Reference],
    endpoints: Sequence[OwnEndpoint],
    catalog: Catalog,
    hosted: bool,
) -> Iterator[Fact]:
    """`endpoint.` facts. Of a model that runs in the program itself (`hosted` False and no endpoint), what code gives
    away beside it alone."""
    written = next((reference for reference in references if reference.endpoint), None)
    said = _said(identity, written, references)
    yield from _given_away(references, said)
    yield _transport(references, said)
    if not hosted and identity.endpoint is None:
        return
    open_ = _open_host(written.endpoint if written and written.endpoint else identity.endpoint or "")
    if open_:
        yield from _undetermined(open_, said, host=None)
        return
    host = _without_port(identity.endpoint)
    own = next((own for own in endpoints if host and _is_host(own.host, identity.endpoint or "", host)), None)
    if own is not None and host:
        yield from _own(own, host)
        return
    record = catalog.endpoint(identity.provider, host, identity.region, identity.name) if hosted or host else None
    if record is None:
        yield from _undetermined(_nobody(identity, host), said, host)
    else:
        yield from _of_record(record, identity, host, said)


def _said(identity: Identity, written: Reference | None, references: Sequence[Reference]) -> Source:
    """The line of code that names the endpoint, or the model where code names no endpoint."""
    reference = written or next(iter(references), None)
    if reference is None:
        return Source(SourceKind.REFERENCE, str(identity))
    at = reference.location
    return Source(SourceKind.REFERENCE, at.path, at.line, quote=reference.endpoint or reference.via)


def _transport(references: Sequence[Reference], said: Source) -> Fact:
    """`endpoint.plain_http`: one reference writes http:// before a host that is not on a private network. Without a
    scheme, and without an address, clients take https."""
    for reference in references:
        address = (reference.endpoint or "").strip()
        host = _without_port(reference.identity.endpoint)
        open_ = "" if address.lower().startswith("https://") else _open_host(address)
        if open_:
            return Fact("endpoint.plain_http", Unknown(f"the address is {open_}"), said)
        if address.lower().startswith("http://") and not (host and _is_private(host)):
            at = reference.location
            return Fact("endpoint.plain_http", True, Source(SourceKind.REFERENCE, at.path, at.line, quote=address))
    return Fact("endpoint.plain_http", False, said)


def _given_away(references: Sequence[Reference], said: Source) -> Iterator[Fact]:
    """`endpoint.key_written` and `endpoint.tls_unverified`, by place: what is written there nobody is shown. False
    where code that was read writes neither, and of a model that no code uses; a value that code takes from its
    environment is none that is written."""
    for name, kind in (("key_written", ExposureKind.KEY), ("tls_unverified", ExposureKind.TLS)):
        first = min((each for said in references for each in said.exposures if each.kind is kind), default=None)
        if first is not None:
            source = Source(SourceKind.REFERENCE, first.place.path, first.place.line)
            yield Fact(f"endpoint.{name}", True, source)
        else:
            yield Fact(f"endpoint.{name}", False, said)


def _open_host(endpoint: str) -> str:
    """Why the host is not written in the code; empty where it is."""
    variable = _VARIABLE.search(endpoint)
    if variable:
        return f"set by the environment variable {variable[1] or variable[2]}"
    if _TEMPLATE.search(endpoint):
        return "filled in by a template when the program is deployed"
    return ""


def _undetermined(reason: str, said: Source, host: str | None) -> Iterator[Fact]:
    yield Fact("endpoint.host", host or Unknown(reason), said)
    for name in _PLACES:
        yield Fact(f"endpoint.{name}", Unknown(reason), said)
    yield Fact("endpoint.processing", "undetermined", said)


def _nobody(identity: Identity, host: str | None) -> str:
    if host is None:
        return f"nothing is known of the default host of {identity.provider}"
    where = f"{host} is a host on a private network" if _is_private(host) else f"nobody knows who operates {host}"
    return f"{where}: declare it under `endpoints:` in the policy, with its region and operator"


def _own(own: OwnEndpoint, host: str) -> Iterator[Fact]:
    """What the policy declares. Nobody else can be asked for the group of an own host, so its country is taken."""
    source = Source(SourceKind.POLICY, own.place.path, own.place.line, quote=own.host)
    country = (own.operator_country,)
    yield Fact("endpoint.host", host, source)
    yield Fact("endpoint.operator", own.operator, source)
    yield Fact("endpoint.terms", ABSENT, source)
    yield Fact("endpoint.operator_country", country, source)
    yield Fact("endpoint.operator_group_country", country, source)
    yield Fact("endpoint.regions", tuple(sorted(own.regions)), source)
    places = {country for region in own.regions for country in countries(region) or (region,)}
    yield Fact("endpoint.processing", "pinned" if len(places) == 1 else "bounded", source)


def _of_record(record: EndpointRecord, identity: Identity, host: str | None, said: Source) -> Iterator[Fact]:
    source = Source(SourceKind.CATALOG, f"endpoints/{record.provider}", as_of=record.as_of, quote=record.product)
    yield _host(record, identity, host, said, source)
    yield Fact("endpoint.operator", record.operator, source)
    unread = Unknown("the catalog has no address of the terms")
    yield Fact("endpoint.terms", record.terms_url or unread, source)
    for name, country in (
        ("operator_country", record.operator_country),
        ("operator_group_country", record.operator_group_country),
    ):
        unknown = Unknown(f"the catalog does not know the country of {record.operator}")
        yield Fact(f"endpoint.{name}", (country,) if country else unknown, source)
    yield Fact("endpoint.regions", _regions(record, identity, host), source)
    yield Fact("endpoint.processing", record.processing, source)


def _host(record: EndpointRecord, identity: Identity, host: str | None, said: Source, source: Source) -> Fact:
    if host:
        return Fact("endpoint.host", host, said)
    default = next(iter(record.hosts), "")
    if identity.region:
        default = default.replace("{region}", identity.region)
    if not default or "*" in default or "{" in default:
        return Fact(
            "endpoint.host", Unknown("the host follows from a region or an account that code does not name"), said
        )
    return Fact("endpoint.host", default, source)


def _regions(record: EndpointRecord, identity: Identity, host: str | None) -> tuple[str, ...] | Unknown:
    if record.regions:
        return tuple(sorted(record.regions))
    if record.processing == "unbounded":
        return ("WORLD",)
    if record.by_region and not identity.region:
        missing = "code names no region, and the one of the deployment's environment is not known"
        return Unknown(missing + (f": {record.note}" if record.note else ""))
    what = f"{host or record.product} alone does not prove where requests are processed"
    return Unknown(what + (f": {record.note}" if record.note else ""))


def _is_host(pattern: str, endpoint: str, host: str) -> bool:
    wanted = pattern.lower()
    return endpoint.lower() == wanted or (fnmatchcase(host, _without_port(wanted) or wanted) and ":" not in wanted)


def _without_port(host: str | None) -> str | None:
    if not host:
        return None
    if host.startswith("["):
        return host.partition("]")[0][1:].lower() or None
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() and ":" not in name else host).lower()


def _is_private(host: str) -> bool:
    if host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".svc", ".lan", ".localhost")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return ".svc." in host
