"""What a model was made from, generation by generation, as a drawing with the license of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from govscan.render import words
from govscan.render.html.diagram import Diagram, Node, laid_out
from govscan.report import Model, Report

MAX_NODES: Final = 30
"""A merge of dozens of models is not drawn to its end; the facts have all of them."""


class Lineage(Struct, frozen=True):
    """The drawing, and the same as rows: a model, what it was made from, its license."""

    drawing: Diagram
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    left_out: int


def family(report: Report) -> Mapping[str, Model]:
    """The models of a report and those they were made from, by the name that cards give, in lower case."""
    hub = [each for each in (*report.relatives, *report.models) if each.identity.provider == "huggingface"]
    return {each.identity.name.lower(): each for each in hub}


def lineage_of(model: Model, members: Mapping[str, Model]) -> Lineage | None:
    """The ancestors of a model; None where no base model is known."""
    if not _bases(model):
        return None
    start = model.identity.name.lower()
    parents: dict[str, tuple[str, ...]] = {}
    shown = {start: words.title(model.identity)}
    depth = {start: 0}
    queue, left_out = [start], 0
    while queue:
        name = queue.pop(0)
        member = model if name == start else members.get(name)
        found = []
        for base in _bases(member) if member is not None else ():
            key = base.lower()
            if key not in depth:
                if len(depth) >= MAX_NODES:
                    left_out += 1
                    continue
                depth[key] = depth[name] + 1
                shown[key] = base
                queue.append(key)
            found.append(key)
        parents[name] = tuple(found)
    licenses = {name: _license(model if name == start else members.get(name)) for name in depth}
    deepest = max(depth.values())
    columns = [
        [
            Node(name, shown[name], licenses[name] or "license not known", _tone(name, start, licenses[name]))
            for name in depth
            if depth[name] == level
        ]
        for level in range(deepest, -1, -1)
    ]
    edges = {(base, name): 1 for name, bases in parents.items() for base in bases if depth[base] > depth[name]}
    rows = tuple((shown[name], tuple(shown[base] for base in parents[name]), licenses[name]) for name in depth)
    return Lineage(laid_out(columns, edges), rows, left_out)


def _bases(model: Model) -> tuple[str, ...]:
    value = model.facts.value("model.base_models")
    return value if isinstance(value, tuple) else ()


def _license(model: Model | None) -> str:
    value = model.facts.value("license.concluded") if model is not None else None
    return value if isinstance(value, str) else ""


def _tone(name: str, start: str, license_: str) -> str:
    return "own" if name == start else "" if license_ else "undecided"
