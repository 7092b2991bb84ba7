"""Files that moved: git's trees enter, where each went leaves; and a report as if they had been there all along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec.structs import replace

from govscan.reference import Identity
from govscan.report import Report


def moves(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Where files went that are gone from their path, by equal bytes: the old path and the new one. `was` and `now`
    have the blob of every path."""
    by_blob: dict[str, list[str]] = defaultdict(list)
    for path, blob in now.items():
        if path not in was:
            by_blob[blob].append(path)
    return {path: by_blob[blob].pop(0) for path, blob in was.items() if path not in now and by_blob.get(blob)}


def relocated(report: Report, moved: Mapping[str, str]) -> Report:
    """`report` with the models that lie in the tree under the paths that they have now. A model in the tree is known by
    its path, and a path that changes makes no other model of it."""
    places = {model.identity: _place(model.identity, moved) for model in report.models}
    changed = {identity: place for identity, place in places.items() if place != identity}
    if not changed:
        return report
    return replace(
        report,
        models=tuple(replace(each, identity=places[each.identity]) for each in report.models),
        findings=tuple(replace(each, model=places.get(each.model, each.model)) for each in report.findings),
    )


def _place(identity: Identity, moved: Mapping[str, str]) -> Identity:
    if identity.provider != "local":
        return identity
    if identity.name in moved:
        return replace(identity, name=moved[identity.name])
    folder = f"{identity.name}/"
    heads = {
        new[: -len(old[len(folder) :])].rstrip("/") if new.endswith(old[len(folder) :]) else ""
        for old, new in moved.items()
        if old.startswith(folder)
    }
    return replace(identity, name=heads.pop()) if len(heads) == 1 and "" not in heads else identity
