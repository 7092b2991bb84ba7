"""Where data goes, as a map: contexts of use, the hosts that their models run on, who operates those, and in which
places; the busiest of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from govscan.render.html.diagram import Diagram, Node, laid_out
from govscan.render.transfers import OWN, Flow

MAX_NODES: Final = 12
"""Boxes in a column of the map; what is left over goes into one box."""

HEADINGS: Final = ("Context", "Host", "Operator", "Processed in")


def flow_map(rows: Sequence[Flow]) -> Diagram | None:
    """The map; None where there is nothing to draw."""
    if not rows:
        return None
    named = [
        {"context": row.context or "default", "host": row.host, "operator": row.operator, "regions": row.regions}
        for row in rows
    ]
    weights = [len(row.models) for row in rows]
    kept = {name: _busiest((each[name] for each in named), weights) for name in named[0]}
    edges: Counter[tuple[str, str]] = Counter()
    notes: dict[str, Counter[str]] = {}
    for row, each, weight in zip(rows, named, weights, strict=True):
        keys = [_node_key(name, each[name], kept[name]) for name in each if each[name]]
        for pair in pairwise(keys):
            edges[pair] += weight
        for key in keys:
            notes.setdefault(key, Counter())["models"] += weight
        notes[keys[0]][row.data] += 0
    columns = [
        [
            Node(key, label, _note(name, notes[key]), _tone(name, label))
            for label, key in _labels(name, (each[name] for each in named if each[name]), kept[name])
        ]
        for name in named[0]
    ]
    return laid_out([column for column in columns if column], edges, HEADINGS[: sum(map(bool, columns))])


def _busiest(labels: Iterable[str], weights: Sequence[int]) -> frozenset[str]:
    """The labels that get a box of their own."""
    counted: Counter[str] = Counter()
    for label, weight in zip(labels, weights, strict=True):
        if label:
            counted[label] += weight
    ordered = sorted(counted, key=lambda label: (-counted[label], label))
    return frozenset(ordered if len(ordered) <= MAX_NODES else ordered[: MAX_NODES - 1])


def _node_key(name: str, label: str, kept: frozenset[str]) -> str:
    return f"{name}:{label}" if label in kept else f"{name} others"


def _labels(name: str, labels: Iterable[str], kept: frozenset[str]) -> list[tuple[str, str]]:
    """Labels of the boxes of a column with their keys, each once, the box for the others last."""
    unique = list(dict.fromkeys(labels))
    boxes = [(label, _node_key(name, label, kept)) for label in unique if label in kept]
    others = len(unique) - len(boxes)
    return [*boxes, (f"{others} others", f"{name} others")] if others else boxes


def _note(name: str, counted: Counter[str]) -> str:
    models = f"{counted['models']:,} model{'' if counted['models'] == 1 else 's'}"
    data = sorted(each for each in counted if each != "models")
    return f"{models}; data: {'; '.join(data)}" if name == "context" else models


def _tone(name: str, label: str) -> str:
    return "undecided" if label == "unknown" else "own" if name == "host" and label == OWN else ""
