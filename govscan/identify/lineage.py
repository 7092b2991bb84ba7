"""Where a model comes from: its base models and theirs, their licenses, and what the model claims beyond them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.facts import Source, SourceKind
from govscan.identify.bases import Parent, parents
from govscan.identify.claim import cite
from govscan.identify.conclude import Conclusion, catalog_source, cataloged, conclude
from govscan.identify.documents import Reading, read
from govscan.identify.license_terms import concluded_terms
from govscan.identify.terms import Terms
from govscan.reference import Identity

MAX_DEPTH: Final = 8
MAX_ANCESTORS: Final = 64


class Ancestor(Struct, frozen=True):
    """A base model, how it was named, and what is concluded of its own license."""

    parent: Parent
    conclusion: Conclusion
    terms: Terms


class Lineage(Struct, frozen=True):
    """All ancestors that could be followed, nearest first. `gaps` says why others could not; `asked` is the source
    that would have named a base model, None where nothing was read that could."""

    ancestors: tuple[Ancestor, ...]
    parents: tuple[Parent, ...]
    gaps: tuple[str, ...]
    asked: Source | None


def trace(identity: Identity, reading: Reading, family: Mapping[Identity, Evidence], catalog: Catalog) -> Lineage:
    """Follow the base models, breadth first, to a depth of 8 and at most 64 models. Each ancestor is judged by its
    own evidence alone; the catalog speaks where that was not read."""
    known = {relative.key: evidence for relative, evidence in family.items()}
    seen = {identity.key}
    gaps: list[str] = []
    ancestors: list[Ancestor] = []
    first = parents(identity, reading, catalog)
    queue = deque((parent, 1) for parent in first)
    while queue:
        parent, depth = queue.popleft()
        if parent.identity is None:
            gaps.append(_nowhere(parent))
            continue
        if parent.identity.key in seen:
            continue
        if depth > MAX_DEPTH or len(ancestors) >= MAX_ANCESTORS:
            gaps.append(f"the lineage goes on beyond {MAX_DEPTH} generations or {MAX_ANCESTORS} models")
            break
        seen.add(parent.identity.key)
        evidence = known.get(parent.identity.key) or _unread(parent.identity)
        opened = read(evidence)
        conclusion = conclude(parent.identity, opened, catalog)
        if conclusion.expression is None:
            gaps.append(f"the license of {parent.name} ({parent.source}) is not known: {_why(conclusion)}")
        ancestors.append(Ancestor(parent, conclusion, concluded_terms(conclusion, catalog)))
        if parent.relation != "distilled":  # what a teacher was made of is not in what learned from it
            grand = parents(parent.identity, opened, catalog)
            queue.extend((each, depth + 1) for each in grand if each.relation != "distilled")
    return Lineage(tuple(ancestors), first, tuple(gaps), _asked(identity, reading, catalog))


def _nowhere(parent: Parent) -> str:
    if parent.relation == "distilled":
        return (
            f"{parent.name} ({parent.source}), whose outputs it was trained with, is a hosted service: its terms "
            "decide what may be trained with them, and were not read"
        )
    return f"{parent.name} ({parent.source}) is a path that is not in the tree"


def _unread(identity: Identity) -> Unresolved:
    return Unresolved(identity, Failure.NOT_FOUND, f"{identity} was not resolved")


def _why(conclusion: Conclusion) -> str:
    return getattr(conclusion.concluded.expression, "reason", "")


def _asked(identity: Identity, reading: Reading, catalog: Catalog) -> Source | None:
    """What would have named a base model, if there was one. A README without front matter has no place for it."""
    if reading.card is not None and reading.matter.present and not reading.matter.trouble:
        return cite(reading.card, SourceKind.CARD, reading.matter.line)
    evidence = reading.evidence
    if isinstance(evidence, Resolved) and evidence.hub is not None:
        return Source(SourceKind.HUB, identity.purl or str(identity))
    if isinstance(evidence, Resolved) and evidence.lock is not None:
        return Source(SourceKind.LOCK, "govscan.lock", evidence.lock.line, as_of=evidence.lock.fetched)
    record = cataloged(identity, catalog)
    return replace(catalog_source(record), quote="") if record is not None else None
