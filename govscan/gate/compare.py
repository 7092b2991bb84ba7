"""Two reports enter; which models came, went or changed, and which findings are new, leave.

A finding is the same one while its fingerprint and its grounds are the same: a line that moved or a renamed file makes
nothing new, another license or another reason does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from govscan.comparison import ChangeKind, Difference, ModelChange
from govscan.errors import Problem
from govscan.facts import Unknown, value_text
from govscan.finding import Finding
from govscan.reference import Reference
from govscan.report import Model, Report

_Item = TypeVar("_Item")

FACTS = ("license.concluded", "model.remote_code")


class Sorted(Struct, frozen=True):
    """The open findings of two reports: `fixed` are of the one before, the others of the one after."""

    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]


def findings_between(before: Report, after: Report, moved: Mapping[str, str]) -> Sorted:
    """What is new, fixed and unchanged among the open findings. What a comment in the code hides in both states is none
    of them. `moved` is as in `changes_between`."""
    was = [finding for finding in before.findings if finding.open]
    now = [finding for finding in after.findings if finding.open]
    hidden = set(_ignored(after.suppressed, {})) - set(newly_ignored(before, after, moved))
    paired, left_before, left_after = _pairs(was, now, _exact, _alike)

    def shown(finding: Finding) -> bool:
        return not finding.references or not hidden.issuperset(finding.references)

    new = [finding for finding in left_after if shown(finding)]
    unchanged = [finding for _, finding in paired if shown(finding)]
    return Sorted(_ordered(new), _ordered(left_before), _ordered(unchanged))


def newly_ignored(before: Report, after: Report, moved: Mapping[str, str]) -> tuple[Reference, ...]:
    """The references that a comment hides, and that none of the same file, model and reason hid before."""
    known = Counter(_ignored(before.suppressed, moved).values())
    new = []
    for reference, key in _ignored(after.suppressed, {}).items():
        known[key] -= 1
        if known[key] < 0:
            new.append(reference)
    return tuple(new)


def _ignored(
    suppressed: Iterable[tuple[Reference, str]], moved: Mapping[str, str]
) -> dict[Reference, tuple[str, str, str, str]]:
    return {
        ref: (moved.get(ref.location.path, ref.location.path), ref.provider, ref.name.lower(), reason)
        for ref, reason in suppressed
    }


def _exact(finding: Finding) -> Hashable:
    return (finding.fingerprint, finding.model.revision or "", finding.grounds)


def _alike(finding: Finding) -> Hashable:
    return (finding.fingerprint, finding.grounds)


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.model.key, each.context, each.rule)))


def changes_between(before: Report, after: Report, moved: Mapping[str, str]) -> tuple[ModelChange, ...]:
    """Models that were added, removed or changed, in the order of their names. `moved` has the new path of every file
    that was renamed, so that a change in a moved file is seen as one."""
    same, gone, come = _pairs(before.models, after.models, lambda model: model.identity.key)
    changed = list(same)

    def places(model: Model) -> frozenset[str]:
        return frozenset(moved.get(ref.location.path, ref.location.path) for ref in model.references)

    keys: list[Callable[[Model], Hashable]] = [
        lambda model: (model.identity.provider, model.identity.name.lower(), places(model)),
        lambda model: (model.identity.provider, model.identity.name.lower()),
        lambda model: (_bare(model), places(model)),
    ]
    pairs, gone, come = _pairs(gone, come, *keys)
    changed += pairs
    rows = [ModelChange(ChangeKind.ADDED, None, model) for model in come]
    rows += [ModelChange(ChangeKind.REMOVED, model, None) for model in gone]
    for old, new in changed:
        differences = tuple(_differences(old, new))
        if differences:
            rows.append(ModelChange(ChangeKind.CHANGED, old, new, differences))
    return tuple(sorted(rows, key=_order))


def _order(change: ModelChange) -> tuple[str, ...]:
    model = change.after or change.before
    assert model is not None
    return (model.identity.name.lower(), *model.identity.key, str(change.kind))


def _bare(model: Model) -> str:
    """The name as it is at every provider: without organization, tag of a quantization or case."""
    return model.identity.name.lower().rpartition("/")[2].partition(":")[0]


def _differences(old: Model, new: Model) -> Iterable[Difference]:
    was, now = old.identity, new.identity
    rows = [
        ("revision", was.revision or "", now.revision or ""),
        ("provider", was.provider, now.provider),
        ("name", was.name, now.name) if was.name.lower() != now.name.lower() else ("name", "", ""),
        ("endpoint", was.endpoint or "", now.endpoint or ""),
        ("region", was.region or "", now.region or ""),
        ("contexts", ", ".join(sorted(old.contexts)), ", ".join(sorted(new.contexts))),
        ("trust_remote_code", _trusts(old), _trusts(new)),
        *((name, _said(old, name), _said(new, name)) for name in FACTS),
    ]
    for what, before, after in rows:
        if before != after:
            yield Difference(what, before, after)


def _trusts(model: Model) -> str:
    return "true" if any(reference.trust_remote_code for reference in model.references) else ""


def _said(model: Model, name: str) -> str:
    value = model.facts.value(name)
    return "" if value is None or isinstance(value, Unknown) else value_text(value)


def problems_between(
    before: Sequence[Problem], after: Sequence[Problem], was: Mapping[str, str], now: Mapping[str, str]
) -> tuple[Problem, ...]:
    """The problems of a state that the one before did not have. `was` and `now` have the blob of every path, so that
    an unreadable file that was moved is not a new one."""
    known = Counter((was.get(each.path, each.path), each.kind, each.message) for each in before)
    new = []
    for each in after:
        key = (now.get(each.path, each.path), each.kind, each.message)
        if known[key]:
            known[key] -= 1
        else:
            new.append(each)
    return tuple(new)


def _pairs(
    before: Iterable[_Item], after: Iterable[_Item], *keys: Callable[[_Item], Hashable]
) -> tuple[list[tuple[_Item, _Item]], list[_Item], list[_Item]]:
    """Partners by the first key, those left over by the next one, and so on; each has one partner at most. Then what
    is left over of both."""
    pairs: list[tuple[_Item, _Item]] = []
    left, right = list(before), list(after)
    for key in keys:
        waiting: dict[Hashable, list[_Item]] = defaultdict(list)
        for item in left:
            waiting[key(item)].append(item)
        alone = []
        for item in right:
            partners = waiting[key(item)]
            if partners:
                pairs.append((partners.pop(0), item))
            else:
                alone.append(item)
        left, right = [item for partners in waiting.values() for item in partners], alone
    return pairs, left, right
