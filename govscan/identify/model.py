"""Facts about the model itself: what it is called, who made it, where it runs, how firmly code pins it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from govscan.catalog import Catalog
from govscan.evidence import Failure, HubRecord, Resolved
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify.artifacts import remote_code
from govscan.identify.claim import cite
from govscan.identify.conclude import catalog_source, cataloged
from govscan.identify.documents import Reading
from govscan.identify.frontmatter import texts
from govscan.identify.maker import maker_of
from govscan.pattern import pattern
from govscan.reference import Identity, Reference

OPEN_WEIGHTS: Final = frozenset(
    {"huggingface", "modelscope", "ollama", "local", "url", "timm", "torchhub", "spacy", "mlflow"}
)
CERTAINTY: Final = {"documented": 1.0, "stated": 0.9, "inferred": 0.6}

_DIGEST = pattern(r"[0-9a-f]{40}|(?:sha256:)?[0-9a-f]{64}")
_DIGEST_INSIDE = pattern(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])")


def access_of(identity: Identity) -> str | None:
    """Where inference runs: open weights with the user, anything else at its provider; None for a host of which
    nobody knows who runs it."""
    if identity.provider in OPEN_WEIGHTS:
        return "self-hosted"
    return None if identity.provider == "custom" else "hosted-api"


def model_facts(
    identity: Identity, references: Sequence[Reference], reading: Reading, catalog: Catalog, now: dt.date
) -> Iterator[Fact]:
    """`model.` facts, apart from `model.base_models`, which is a matter of lineage."""
    where = named_by(identity, references)
    yield Fact("model.id", identity.name or Unknown("code names the service, but no model"), where)
    yield Fact("model.purl", identity.purl or ABSENT, where)
    yield Fact("model.provider", identity.provider, where)
    access = access_of(identity)
    custom = Unknown("the host is not known, so neither is who runs the model there")
    yield Fact("model.access", access or custom, where)
    yield from publisher_facts(identity, where, catalog)
    yield Fact("model.revision", identity.revision or ABSENT, where)
    if access is not None:
        yield _pinned(identity, references, where)
    if access != "self-hosted":
        return
    yield remote_code(references, reading.evidence)
    yield from _gated(identity, reading, catalog)
    yield from _task(identity, reading, catalog)
    yield from age_facts(identity, _hub(reading), now)


def named_by(identity: Identity, references: Sequence[Reference]) -> Source:
    """The code that names the model."""
    if not references:
        return Source(SourceKind.REFERENCE, str(identity))
    first = references[0]
    return Source(SourceKind.REFERENCE, first.location.path, first.location.line, quote=first.via)


def publisher_facts(identity: Identity, where: Source, catalog: Catalog) -> Iterator[Fact]:
    """Who made the model, and from where."""
    name = identity.name
    if identity.provider == "huggingface" and "/" not in name:
        record = cataloged(identity, catalog)
        name = record.id if record is not None else name
    maker = maker_of(identity.provider, name)
    publisher = catalog.publisher(maker[0]) if maker else None
    if maker is None or publisher is None:
        reason = f"the catalog does not know {maker[0]}" if maker else "the name does not say who made the model"
        yield Fact("model.publisher", Unknown(reason), where)
        yield Fact("model.publisher_country", Unknown(reason), where)
        return
    source = Source(SourceKind.CATALOG, f"publishers/{publisher.org}", as_of=publisher.as_of)
    sure = min(maker[1], CERTAINTY.get(publisher.certainty, 0.6))
    yield Fact("model.publisher", publisher.entity, source, sure)
    nowhere = Unknown(f"the catalog does not know the country of {publisher.entity}")
    yield Fact("model.publisher_country", (publisher.country,) if publisher.country else nowhere, source, sure)


def _pinned(identity: Identity, references: Sequence[Reference], where: Source) -> Fact:
    """Weights in the tree are pinned by the tree's own commits; a hosted model has no revision to ask for."""
    name = "model.revision_pinned"
    if identity.provider == "local":
        source = Source(where.kind, where.place, where.line, quote="the files are in the tree")
        return Fact(name, True, source)
    if access_of(identity) == "hosted-api":
        return Fact(name, ABSENT, where)
    for reference in references:
        if not _is_pinned(reference):
            at = reference.location
            asked = f"revision {reference.revision}" if reference.revision else "no revision"
            return Fact(name, False, Source(SourceKind.REFERENCE, at.path, at.line, quote=asked))
    if not references:
        return Fact(name, bool(identity.revision and _DIGEST.fullmatch(identity.revision.lower())), where)
    return Fact(name, True, where)


def _is_pinned(reference: Reference) -> bool:
    if reference.revision:
        return bool(_DIGEST.fullmatch(reference.revision.lower()))
    hashes = [value for key, value in reference.hints if key in ("sha256", "digest", "hash")]
    if any(_DIGEST.fullmatch(value.lower()) for value in hashes):
        return True
    return reference.provider == "url" and bool(_DIGEST_INSIDE.search(reference.name.lower()))


def _hub(reading: Reading) -> HubRecord | None:
    return reading.evidence.hub if isinstance(reading.evidence, Resolved) else None


def _hub_source(identity: Identity) -> Source:
    return Source(SourceKind.HUB, identity.purl or str(identity))


def _gated(identity: Identity, reading: Reading, catalog: Catalog) -> Iterator[Fact]:
    evidence, hub = reading.evidence, _hub(reading)
    if hub is not None and hub.gated is not None:
        yield Fact("model.gated", hub.gated, _hub_source(identity))
    elif not isinstance(evidence, Resolved) and evidence.failure is Failure.GATED:
        yield Fact("model.gated", True, _hub_source(identity))
    gate = next((pair for pair in reading.matter.values if pair[0].lower().startswith("extra_gated_")), None)
    if gate is not None and reading.card is not None:
        yield Fact("model.gated", True, cite(reading.card, SourceKind.CARD, gate[1].line, quote=gate[0]), 0.8)
    record = cataloged(identity, catalog)
    if record is not None and record.gated is not None:
        yield Fact("model.gated", record.gated, catalog_source(record))


def _task(identity: Identity, reading: Reading, catalog: Catalog) -> Iterator[Fact]:
    nodes = texts(reading.matter.get("pipeline_tag"))
    if nodes and reading.card is not None:
        yield Fact("model.task", nodes[0].raw.strip(), cite(reading.card, SourceKind.CARD, nodes[0].line))
    hub = _hub(reading)
    if hub is not None and hub.pipeline_tag:
        yield Fact("model.task", hub.pipeline_tag, _hub_source(identity))
    record = cataloged(identity, catalog)
    if record is not None and record.task:
        yield Fact("model.task", record.task, catalog_source(record))


def age_facts(identity: Identity, hub: HubRecord | None, now: dt.date) -> Iterator[Fact]:
    """How old the model is, by its hub."""
    if hub is None or not hub.created:
        return
    try:
        created = dt.date.fromisoformat(hub.created[:10])
    except ValueError:
        yield Fact("model.age_days", Unknown(f"the hub's date {hub.created[:40]!r} is none"), _hub_source(identity))
        return
    yield Fact("model.age_days", max(0, (now - created).days), _hub_source(identity))
