"""Kubernetes documents: what is left out of them before the tree is read like any other.

Containers (`command`, `args`, `env`), `storageUri` of KServe and the keys of custom resources speak for themselves;
names, labels, selectors and mounts look like models and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.discover.keys import normal
from govscan.marked import Node
from govscan.pattern import pattern

NEEDLE: Final = re.compile(rb"^apiVersion:", re.MULTILINE)

DEFINITION: Final = b"CustomResourceDefinition"
_DEFINES: Final = pattern(rf"^kind: {DEFINITION.decode()}[ \t\r]*$", re.MULTILINE)
_BETWEEN: Final = pattern(r"^(---(?:[ \t].*)?\n)", re.MULTILINE)

_NO_MODELS: Final = frozenset(
    {"metadata", "labels", "annotations", "selector", "match_labels", "node_selector", "affinity", "tolerations",
     "volumes", "volume_mounts", "volume_claim_templates", "ports", "resources", "status", "rules", "subjects",
     "role_ref", "host_path", "security_context", "topology_spread_constraints", "image_pull_secrets",
     "additional_printer_columns", "open_apiv3_schema", "open_api_v3_schema", "served_model_name"}
)  # fmt: skip
_NO_MODEL_KINDS: Final = frozenset(
    {"CustomResourceDefinition", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Secret", "Service",
     "PersistentVolume", "PersistentVolumeClaim", "StorageClass", "NetworkPolicy", "HorizontalPodAutoscaler"}
)  # fmt: skip


def without_definitions(text: str) -> str:
    """A stream of YAML documents in which those that define resources are blank; lines keep their numbers. Such
    documents are schemas: long, in every bundle of an operator, and silent about what is deployed."""
    parts = _BETWEEN.split(text)
    return "".join("\n" * part.count("\n") if _DEFINES.search(part) else part for part in parts)


def is_kubernetes(node: Node) -> bool:
    """Whether a document is an object of the Kubernetes API."""
    api, kind = node.get("apiVersion"), node.get("kind")
    return bool(api and api.text and kind and kind.text)


def objects_of(node: Node) -> Iterator[Node]:
    """The object that a document is, or those of a `List`."""
    kind, items = node.get("kind"), node.get("items")
    if kind is not None and kind.text == "List" and items is not None:
        yield from (item for item in items.entries if is_kubernetes(item))
    else:
        yield node


def namespace_of(node: Node) -> str:
    """`metadata.namespace` of an object; "" where none is written."""
    metadata = node.get("metadata")
    written = metadata.get("namespace") if metadata is not None else None
    return (written.text or "") if written is not None else ""


def without_objects(node: Node) -> Node | None:
    """The object without what names other objects instead of models; None for kinds that never use a model."""
    kind = node.get("kind")
    if kind is not None and kind.text in _NO_MODEL_KINDS:
        return None
    return _pruned(node)


def _pruned(node: Node) -> Node:
    if node.kind == "map":
        pairs = tuple((key, _pruned(value)) for key, value in node.items if normal(str(key.scalar)) not in _NO_MODELS)
        return Node("map", pairs, node.line, node.column)
    if node.kind == "list":
        return Node("list", tuple(map(_pruned, node.entries)), node.line, node.column)
    return node
