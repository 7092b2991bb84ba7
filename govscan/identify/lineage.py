"""Where a model comes from: its base models and theirs, their licenses, and what the model claims beyond them."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from govscan.catalog import Catalog
from govscan.evidence import Document, Evidence, Failure, Resolved, Unresolved
from govscan.facts import Source, SourceKind
from govscan.identify.claim import cite, clipped
from govscan.identify.conclude import Conclusion, catalog_source, cataloged, conclude
from govscan.identify.documents import Reading, read
from govscan.identify.frontmatter import texts
from govscan.identify.terms import Terms, concluded_terms
from govscan.marked import Malformed, parse_json
from govscan.reference import Identity

MAX_DEPTH: Final = 8
MAX_ANCESTORS: Final = 64

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}")
_PLACEHOLDER = re.compile(
    r"[{}<>\[\]]|more information needed|^(?:none|null|no|n/a|unknown|scratch|from scratch)$", re.I
)
_HUB_ADDRESS = "https://huggingface.co/"


@dataclass(frozen=True, slots=True)
class Parent:
    """A base model as one source names it. `identity` is None where the name leads nowhere (a path on the maker's
    machine)."""

    name: str
    identity: Identity | None
    source: Source


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A base model, how it was named, and what is concluded of its own license."""

    parent: Parent
    conclusion: Conclusion
    terms: Terms


@dataclass(frozen=True, slots=True)
class Lineage:
    """All ancestors that could be followed, nearest first. `gaps` says why others could not; `asked` is the source
    that would have named a base model, None where nothing was read that could."""

    ancestors: tuple[Ancestor, ...]
    parents: tuple[Parent, ...]
    gaps: tuple[str, ...]
    asked: Source | None


def parents(identity: Identity, reading: Reading, catalog: Catalog) -> tuple[Parent, ...]:
    """The base models of one model, each once, named by its best source. A config's memory of the path it was
    loaded from counts only where nothing else names a base model."""
    found = list(_stated(identity, reading))
    record = cataloged(identity, catalog)
    if record is not None:
        source = catalog_source(record)
        found += [Parent(name, _hub(name), source) for name in record.base_models]
    if not found and isinstance(reading.evidence, Resolved):
        found += _remembered(reading.evidence)
    unique: dict[object, Parent] = {}
    for parent in found:
        if parent.identity is None or parent.identity.key[:2] != identity.key[:2]:
            unique.setdefault(parent.identity.key if parent.identity else parent.name, parent)
    return tuple(unique.values())[: MAX_ANCESTORS + 1]  # one over the bound, so that `trace` says it was hit


def _stated(identity: Identity, reading: Reading) -> Iterator[Parent]:
    evidence = reading.evidence
    if not isinstance(evidence, Resolved):
        return
    if reading.card is not None:
        folder = posixpath.dirname(reading.card.source) if evidence.origin == "local" else None
        for node in texts(reading.matter.get("base_model")):
            source = cite(reading.card, SourceKind.CARD, node.line, quote=f"base_model: {node.raw}")
            yield from _named(node.raw, source, folder)
    adapter = evidence.document("adapter_config.json")
    if adapter is not None:
        folder = posixpath.dirname(adapter.source) if evidence.origin == "local" else None
        yield from _in_json(adapter, "base_model_name_or_path", folder)
    if evidence.hub is not None:
        source = Source(SourceKind.HUB, identity.purl or str(identity), quote="base models")
        for name in evidence.hub.base_models:
            yield from _named(name, source, None)
    if evidence.lock is not None:
        source = Source(SourceKind.LOCK, "govscan.lock", evidence.lock.line, as_of=evidence.lock.fetched)
        for name in evidence.lock.base_models:
            yield from _named(name, source, None)


def _in_json(document: Document, key: str, folder: str | None) -> Iterator[Parent]:
    try:
        node = parse_json(document.text).get(key)
    except Malformed:
        return
    if node is not None and node.text:
        source = cite(document, SourceKind.CONFIG, node.line, quote=f"{key}: {node.text}")
        yield from _named(node.text, source, folder)


def _remembered(evidence: Resolved) -> Iterator[Parent]:
    config = evidence.document("config.json")
    for parent in _in_json(config, "_name_or_path", None) if config else ():
        if parent.identity is not None and _HUB_ID.fullmatch(parent.identity.name):
            yield parent


def _named(written: str, source: Source, folder: str | None) -> Iterator[Parent]:
    """A name as a person or a tool wrote it: a hub id, an address of the hub, or a path."""
    name = written.strip().removeprefix(_HUB_ADDRESS).rstrip("/")
    if not name or _PLACEHOLDER.search(name):
        return
    if (_HUB_ID.fullmatch(name) and not name.startswith(("./", "../"))) or _HUB_NAME.fullmatch(name):
        yield Parent(name, _hub(name), source)
    else:
        yield Parent(clipped(name), _local(name, folder), source)


def _hub(name: str) -> Identity:
    return Identity("huggingface", name)


def _local(path: str, folder: str | None) -> Identity | None:
    """A path that starts at the model's own folder and stays in the tree."""
    if folder is None or not path.startswith(("./", "../")) or "\\" in path:
        return None
    joined = posixpath.normpath(posixpath.join(folder, path))
    return None if joined.startswith("..") or joined in (".", folder) else Identity("local", joined)


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
            gaps.append(f"{parent.name} ({parent.source}) is a path that is not in the tree")
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
        queue.extend((grand, depth + 1) for grand in parents(parent.identity, opened, catalog))
    return Lineage(tuple(ancestors), first, tuple(gaps), _asked(identity, reading, catalog))


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
