"""What a model says it was made from: card, adapter and merge configuration, hub and lock enter, names leave."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.evidence import Document, Resolved
from govscan.facts import Source, SourceKind
from govscan.identify.claim import cite, clipped
from govscan.identify.conclude import catalog_source, cataloged
from govscan.identify.documents import Reading
from govscan.identify.frontmatter import texts
from govscan.identify.headers import header_bases
from govscan.identify.teachers import teachers
from govscan.marked import Malformed, Node, parse_json, parse_yaml
from govscan.pattern import pattern
from govscan.reference import Identity

MAX_PARENTS: Final = 65  # one more than a lineage may have, so that following them says that the bound was hit
_MERGE_NAMES: Final = tuple(
    f"{stem}.{ending}" for stem in ("mergekit_config", "mergekit_moe_config") for ending in ("yml", "yaml")
)
_MERGE_KEYS: Final = frozenset({"model", "base_model", "source_model"})

_HUB_ID = pattern(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}")
_HUB_NAME = pattern(r"[A-Za-z0-9][\w.-]{0,95}")
_PLACEHOLDER = pattern(r"[{}<>\[\]]|more information needed|^(?:none|null|no|n/a|unknown|scratch|from scratch)$", re.I)
_NOT_WORD = pattern(r"[^a-z0-9]+")
_HUB_ADDRESS = "https://huggingface.co/"


Relation = Literal["base", "finetune", "adapter", "quantized", "merge", "distilled"]
_RELATIONS: Final[dict[str, Relation]] = {
    "finetune": "finetune",
    "adapter": "adapter",
    "quantized": "quantized",
    "merge": "merge",
}
_TAGGED: Final = "base_model:"  # "base_model:org/name", "base_model:quantized:org/name": tags that tools write
_QUANTS: Final = frozenset({"gguf", "awq", "gptq", "exl2", "exl3", "bnb", "nf4", "fp8", "int4", "int8", "4bit", "8bit"})


class Parent(Struct, frozen=True):
    """A base model as one source names it. `identity` is None where the name leads nowhere (a path on the maker's
    machine) or to a hosted service. `relation` is how the model was made from it."""

    name: str
    identity: Identity | None
    source: Source
    relation: Relation = "base"


def parents(identity: Identity, reading: Reading, catalog: Catalog) -> tuple[Parent, ...]:
    """The base models of one model, each once, named by its best source. A config's memory of the path it was
    loaded from counts only where nothing else names a base model."""
    found = list(_stated(identity, reading))
    record = cataloged(identity, catalog)
    if record is not None:
        source = replace(catalog_source(record), quote="")  # what it quotes is the license
        found += [Parent(name, _hub(name), source) for name in record.base_models]
    if not found and isinstance(reading.evidence, Resolved):
        found += _remembered(reading.evidence)
    found += _teachers(reading)
    unique: dict[object, Parent] = {}
    for parent in found:
        if parent.identity is None or parent.identity.key[:2] != identity.key[:2]:
            key = parent.identity.key if parent.identity else parent.name
            first = unique.setdefault(key, parent)
            if first.relation == "base" and parent.relation != "distilled":  # a later source knows how it was made
                unique[key] = replace(first, relation=parent.relation)
    return tuple(unique.values())[:MAX_PARENTS]


def _teachers(reading: Reading) -> Iterator[Parent]:
    """The models whose outputs this one was trained with: not what it was made of, but their licenses may bind it."""
    if reading.body is None:
        return
    for teacher in teachers(reading.body):
        yield Parent(teacher.name, None if teacher.hosted else _hub(teacher.name), teacher.source, "distilled")


def _stated(identity: Identity, reading: Reading) -> Iterator[Parent]:
    evidence = reading.evidence
    if not isinstance(evidence, Resolved):
        return
    if reading.card is not None:
        folder = posixpath.dirname(reading.card.source) if evidence.origin == "local" else None
        yield from _on_card(reading, reading.card, folder, _relation(identity, reading, evidence))
    adapter = evidence.document("adapter_config.json")
    if adapter is not None:
        folder = posixpath.dirname(adapter.source) if evidence.origin == "local" else None
        yield from _in_json(adapter, "base_model_name_or_path", folder, "adapter")
    for name in _MERGE_NAMES:
        merge = evidence.document(name)
        yield from _merged(merge) if merge is not None else ()
    for name, source in header_bases(evidence):
        yield from _named(name, source, None, "quantized" if source.place.lower().endswith(".gguf") else "base")
    if evidence.hub is not None:
        source = Source(SourceKind.HUB, identity.purl or str(identity), quote="base models")
        for name in evidence.hub.base_models:
            yield from _named(name, source, None)
    if evidence.lock is not None:
        source = Source(SourceKind.LOCK, "govscan.lock", evidence.lock.line, as_of=evidence.lock.fetched)
        for name in evidence.lock.base_models:
            yield from _named(name, source, None)


def _on_card(reading: Reading, card: Document, folder: str | None, relation: Relation) -> Iterator[Parent]:
    """The base models in the front matter: of two keys, and of the tags that tools write."""
    for key, how in (("base_model", relation), ("merged_from", _RELATIONS["merge"])):
        for node in texts(reading.matter.get(key)):
            source = cite(card, SourceKind.CARD, node.line, quote=f"{key}: {node.raw}")
            yield from _named(node.raw, source, folder, how)
    for node in texts(reading.matter.get("tags")):
        tag = node.raw.strip()
        if tag.lower().startswith(_TAGGED):
            how_, colon, name = tag[len(_TAGGED) :].partition(":")
            source = cite(card, SourceKind.CARD, node.line, quote=f"tag {tag}")
            yield from _named(name if colon else how_, source, None, _RELATIONS.get(how_.lower(), relation))


def _relation(identity: Identity, reading: Reading, evidence: Resolved) -> Relation:
    """How the model was made: what the card says, else what tags, configuration, files and name show."""
    written = next((node.raw.strip().lower() for node in texts(reading.matter.get("base_model_relation"))), "")
    if written in _RELATIONS:
        return _RELATIONS[written]
    tags = {node.raw.strip().lower() for node in texts(reading.matter.get("tags"))}
    if tags & {"merge", "mergekit"}:  # first: a quantized merge names the merged models
        return "merge"
    config = evidence.document("config.json")
    words = set(_NOT_WORD.split(identity.name.lower()))
    weights = any(artifact.name.lower().endswith(".gguf") for artifact in evidence.artifacts)
    if weights or words & _QUANTS or tags & _QUANTS or (config and '"quantization_config"' in config.text):
        return "quantized"
    return "base"


def _in_json(document: Document, key: str, folder: str | None, relation: Relation = "base") -> Iterator[Parent]:
    try:
        node = parse_json(document.text).get(key)
    except Malformed:
        return
    if node is not None and node.text:
        source = cite(document, SourceKind.CONFIG, node.line, quote=f"{key}: {node.text}")
        yield from _named(node.text, source, folder, relation)


def _merged(document: Document) -> Iterator[Parent]:
    """The models of a merge recipe, on whatever level they stand ("org/name+org/lora" is two)."""
    try:
        roots = parse_yaml(document.text)
    except Malformed:
        return
    for node in (part for root in roots for part in root.walk()):
        for key, value in node.items:
            if key.scalar in _MERGE_KEYS and value.text:
                yield from _of_recipe(document, value, value.text)


def _of_recipe(document: Document, node: Node, written: str) -> Iterator[Parent]:
    source = cite(document, SourceKind.CONFIG, node.line, quote=f"model: {written}")
    for name in written.split("+"):
        yield from _named(name, source, None, "merge")


def _remembered(evidence: Resolved) -> Iterator[Parent]:
    config = evidence.document("config.json")
    for parent in _in_json(config, "_name_or_path", None) if config else ():
        if parent.identity is not None and _HUB_ID.fullmatch(parent.identity.name):
            yield parent


def _named(written: str, source: Source, folder: str | None, relation: Relation = "base") -> Iterator[Parent]:
    """A name as a person or a tool wrote it: a hub id, an address of the hub, or a path."""
    name = written.strip().removeprefix(_HUB_ADDRESS).rstrip("/")
    if not name or _PLACEHOLDER.search(name):
        return
    if (_HUB_ID.fullmatch(name) and not name.startswith(("./", "../"))) or _HUB_NAME.fullmatch(name):
        yield Parent(name, _hub(name), source, relation)
    else:
        yield Parent(clipped(name), _local(name, folder), source, relation)


def _hub(name: str) -> Identity:
    return Identity("huggingface", name)


def _local(path: str, folder: str | None) -> Identity | None:
    """A path that starts at the model's own folder and stays in the tree."""
    if folder is None or not path.startswith(("./", "../")) or "\\" in path:
        return None
    joined = posixpath.normpath(posixpath.join(folder, path))
    return None if joined.startswith("..") or joined in (".", folder) else Identity("local", joined)
