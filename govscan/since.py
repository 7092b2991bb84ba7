"""An earlier JSON report and today's enter; what is new, fixed and changed since then leaves.

The earlier one is read as a file that somebody keeps, not as a tree: its verdicts are taken as they stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from govscan import limits
from govscan.errors import GovscanError
from govscan.report import Report

OPEN: Final = ("fail", "unknown")

Key = tuple[str, str, str]


class Since(Struct, frozen=True):
    """What differs from a report of `day`, by models and by findings as (model, context, rule). `changed` has findings
    that are open in both with another verdict."""

    day: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    new: tuple[Key, ...]
    fixed: tuple[Key, ...]
    changed: tuple[Key, ...]
    policy_changed: bool

    @property
    def sentence(self) -> str:
        """`since 2026-10-01: models: 2 added, 1 removed; findings: 3 new, 0 fixed, 0 changed`."""
        said = (
            f"since {self.day}: models: {len(self.added)} added, {len(self.removed)} removed; "
            f"findings: {len(self.new)} new, {len(self.fixed)} fixed, {len(self.changed)} changed"
        )
        return f"{said}; judged by another policy" if self.policy_changed else said


def since(earlier: Path, report: Report) -> Since:
    """Compare `report` with the JSON report at `earlier`.

    Raises:
        GovscanError: it cannot be read, or is no report of govscan.
    """
    data = _report(earlier)
    before = {_key(row): row["verdict"] for row in data["findings"]}
    after = {(str(each.model), each.context, each.rule): str(each.verdict) for each in report.findings}
    was = {key for key, verdict in before.items() if verdict in OPEN}
    now = {key for key, verdict in after.items() if verdict in OPEN}
    old, models = {row["id"] for row in data["models"]}, {str(model.identity) for model in report.models}
    return Since(
        day=data["now"],
        added=tuple(sorted(models - old)),
        removed=tuple(sorted(old - models)),
        new=tuple(sorted(now - was)),
        fixed=tuple(sorted(was - now)),
        changed=tuple(sorted(key for key in was & now if before[key] != after[key])),
        policy_changed=data["policy"]["digest"] != report.policy.digest,
    )


def render_since(found: Since) -> bytes:
    """UTF-8 JSON."""

    def rows(keys: tuple[Key, ...]) -> list[dict[str, str]]:
        return [{"model": model, "context": context, "rule": rule} for model, context, rule in keys]

    data = {
        "govscan_since": 1,
        "day": found.day,
        "policy_changed": found.policy_changed,
        "models": {"added": list(found.added), "removed": list(found.removed)},
        "findings": {"new": rows(found.new), "fixed": rows(found.fixed), "changed": rows(found.changed)},
    }
    return json.dumps(data, indent=2, ensure_ascii=True).encode() + b"\n"


def earlier_report(place: Path, name: str) -> Path | None:
    """The earlier report of a repository: `place` itself, or that repository's in the folder of an audit."""
    if not place.is_dir():
        return place
    found = (place / name / "report.json", place / "report.json")
    return next((path for path in found if path.is_file()), None)


def _report(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(limits.REPORT_BYTES + 1)
        if len(data) > limits.REPORT_BYTES:
            raise GovscanError(f"{path}: is larger than {limits.REPORT_BYTES:,} bytes")
        found = json.loads(data)
    except OSError as error:
        raise GovscanError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise GovscanError(f"{path}: is no JSON report of govscan: {error}") from error
    if not isinstance(found, dict) or found.get("govscan_report") != 1 or not _whole(found):
        raise GovscanError(f"{path}: is no JSON report of govscan (an audit writes one with --format json)")
    return found


def _whole(data: Mapping[str, Any]) -> bool:
    """Whether everything is there that is read here."""
    findings, models, policy = (data.get(name) for name in ("findings", "models", "policy"))
    return (
        isinstance(findings, list)
        and all(isinstance(row, dict) and {"model", "context", "rule", "verdict"} <= row.keys() for row in findings)
        and isinstance(models, list)
        and all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in models)
        and isinstance(policy, dict)
        and isinstance(policy.get("digest"), str)
        and isinstance(data.get("now"), str)
    )


def _key(row: Mapping[str, Any]) -> Key:
    return (str(row["model"]), str(row["context"]), str(row["rule"]))
