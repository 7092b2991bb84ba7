"""Rows of the catalog and what code says enter (provider, host, region, model); one concluded endpoint leaves.

The rows carry the facts, this module the order in which they count: the host decides, then the model name (an AWS
Bedrock profile beats the region argument), then the region argument, then the client's default. A place that nothing
proves stays undetermined; an operator that says it does not pin is the whole world.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from govscan.catalog.records import EndpointRecord
from govscan.pattern import pattern
from govscan.reference import endpoint_host
from govscan.regions import countries

Row = Mapping[str, Any]

_ARN = pattern(r"arn:[a-z-]+:bedrock:([a-z0-9-]*):[^:]*:([a-z-]+)/(.+)")
# "xx.vendor.model": a geography that AWS added after the catalog was written.
_NEW_GEOGRAPHY = pattern(r"[a-z]{2}(-[a-z]+)?\.[a-z0-9-]+\.")
_UNDETERMINED: tuple[str, ...] = ()


def find(rows: Sequence[Row], provider: str, host: str | None, region: str | None, model: str) -> EndpointRecord | None:
    """The conclusion about this very combination, or None for a host (or a provider without a host) that no row
    knows. `rows` are the compiled records; see `govscan.catalog.Catalog.endpoint` for the arguments."""
    provider, region = provider.lower(), (region or "").strip().lower() or None
    name = model.strip().lower()
    if provider == "bedrock":
        name, arn_region = _bedrock_name(name)
        region = arn_region or region
    asked = _bare_host(host)
    if host and asked is None:
        return None
    found = _candidates(rows, provider, asked, region)
    row = _best(found, region, name)
    if row is None:
        return None
    record = record_of(row)
    token = _region_in_host(row, asked) if asked else None
    if row.get("model_prefix"):
        return _noting_a_contradiction(record, region)
    if provider == "bedrock" and _NEW_GEOGRAPHY.match(name):
        note = f"The model name asks for a profile of a geography ({name.partition('.')[0]}) that the catalog lacks."
        return replace(record, regions=_UNDETERMINED, processing="undetermined", note=_join(record.note, note))
    return _placed(record, token, region) if record.by_region else record


def record_of(row: Row) -> EndpointRecord:
    """The record of a row as it was curated."""
    return EndpointRecord(
        provider=row["provider"],
        product=row["product"],
        hosts=tuple(row["hosts"]),
        default=row["default"],
        operator=row["operator"],
        operator_country=row["operator_country"],
        operator_group_country=row["operator_group_country"],
        regions=tuple(row["regions"]),
        processing=row["processing"],
        by_region=row["by_region"],
        cloud=row["cloud"],
        terms_url=row["terms_url"],
        source=row["source"],
        as_of=row["as_of"],
        note=row["note"],
    )


def _candidates(rows: Sequence[Row], provider: str, host: str | None, region: str | None) -> list[Row]:
    if host is not None:
        known = [row for row in rows if any(_matches(pattern, host) for pattern in row["hosts"])]
        # A compatible client of another provider may point here: the host says who answers.
        return [row for row in known if row["provider"] == provider] or known
    own = [row for row in rows if row["provider"] == provider]
    if region is not None:
        named = [row for row in own if region in row.get("region_names", ())]
        placed = [row for row in own if row["by_region"] and (row["default"] or row.get("follows_argument"))]
        if named or placed:
            return named + placed + [row for row in own if row["default"] and row.get("model_prefix")]
    return [row for row in own if row["default"]]


def _best(rows: Sequence[Row], region: str | None, model: str) -> Row | None:
    """The most specific row that does not ask for something else than what code says; the first of equals."""
    best: tuple[int, Row] | None = None
    for row in rows:
        score = 0
        prefix, suffix, names = row.get("model_prefix"), row.get("model_suffix"), row.get("region_names")
        if prefix:
            if not model.startswith(prefix):
                continue
            score += 4
        if suffix:
            if not model.endswith(tuple(suffix)):
                continue
            score += 4
        if names:
            if region in names:
                score += 2
            elif not row.get("own_host"):
                continue
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def _placed(record: EndpointRecord, token: str | None, region: str | None) -> EndpointRecord:
    """The place of a row that follows the region: that of the host, else that of the argument."""
    for word in (token, region):
        place = countries(word, record.cloud) if word else None
        if place is not None and len(place) == 1:
            return replace(record, regions=tuple(place), processing="pinned")
    if token or region:
        note = f"The region {token or region} is not one that the catalog knows."
    else:
        note = "Code names no region."
    return replace(record, regions=_UNDETERMINED, processing="undetermined", note=_join(record.note, note))


def _noting_a_contradiction(record: EndpointRecord, region: str | None) -> EndpointRecord:
    place = countries(region, record.cloud) if region else None
    if place is None or not record.regions:
        return record
    allowed = frozenset().union(*(countries(name) or frozenset() for name in record.regions))
    if place <= allowed:
        return record
    note = f"The region {region} lies outside the geography of the profile; the profile decides."
    return replace(record, note=_join(record.note, note))


def _bedrock_name(model: str) -> tuple[str, str | None]:
    """(name, region) of a Bedrock model id or ARN. Of an ARN the kind stays in the name where it matters:
    "application-inference-profile/abc" hides its destinations."""
    match = _ARN.fullmatch(model)
    if match is None:
        return model, None
    region, kind, name = match[1] or None, match[2], match[3]
    return (name if kind in {"inference-profile", "foundation-model"} else f"{kind}/{name}"), region


def _bare_host(host: str | None) -> str | None:
    """The host without port, user and trailing dot, in lower case."""
    bare = endpoint_host(host)
    if bare is None:
        return None
    bare = bare.partition("]")[0].lstrip("[") if bare.startswith("[") else bare.partition(":")[0]
    return bare.rstrip(".") or None


def _matches(shape: str, host: str) -> bool:
    if "*" not in shape and "{" not in shape:
        return shape == host
    return _compiled(shape).fullmatch(host) is not None


def _region_in_host(row: Row, host: str) -> str | None:
    for shape in row["hosts"]:
        if "{region}" in shape:
            match = _compiled(shape).fullmatch(host)
            if match:
                return match["region"]
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    # re keeps the few hundred patterns that a run can meet; labels never cross a dot, so matching is linear.
    text = re.escape(pattern).replace(r"\*", r"[^.]+").replace(r"\{region\}", r"(?P<region>[^.]+)")
    return re.compile(text)


def _join(*notes: str) -> str:
    return " ".join(note for note in notes if note)
