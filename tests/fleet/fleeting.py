"""What tests of fleets share: a policy, a run, and its tables as rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from govscan.fleet.run import FleetRequest, run

NOW = dt.date(2026, 11, 25)
POLICY = """\
govscan: 1
name: fleet
extends: [govscan:baseline]
contexts:
  shop: {paths: ["shop/**"], use: commercial, regions: [DE], data: [personal], monthly_active_users: 1000}
  lab: {paths: ["lab/**"], use: research}
rules:
  - id: makers
    level: warning
    require: {model.publisher_country: {in: [US, EU, CN]}}
    fix: Ask who made it.
  - id: young
    level: warning
    require: {model.age_days: {at_least: 200}}
  - id: no-personal-research
    level: error
    when: {context.use: {is: commercial}}
    require: {license.commercial_use: {is: allowed}}
    owner: legal
"""
TABLES = ("models", "findings", "problems")


def policy(folder: Path, text: str = POLICY) -> Path:
    path = folder / "govscan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fleet(source: Path | str, out: Path, policy_file: Path | None, **more: Any) -> dict[str, Any]:
    """A run in this process, unless more is asked for; its summary."""
    asked = {"jobs": 1, "now": NOW, **more}
    return run(FleetRequest(str(source), out, policy=policy_file, **asked))


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


def files(out: Path) -> dict[str, bytes]:
    """Every result by its name."""
    assert not (out / ".parts").exists()
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}
