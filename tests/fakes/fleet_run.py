"""Results of a fleet run, written as its tables are, from the few cells that a test cares about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from govscan.fleet.columns import FACTS, SCHEMAS

Row = Mapping[str, Any]


def write_run(
    folder: Path,
    models: Sequence[Row],
    findings: Sequence[Row] = (),
    problems: Sequence[Row] = (),
    contexts: Sequence[str] | None = ("production",),
) -> Path:
    """Write the three tables and `run.json`. A fact that a model lacks is unknown, one of `absent` is not."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_model(row, model) for row, model in enumerate(models)]
    found = [{"context": "production", "level": "error", "message": "", "missing": [], **each} for each in findings]
    for name, cells in (("models", rows), ("findings", found), ("problems", problems)):
        pq.write_table(pa.Table.from_pylist(list(cells), SCHEMAS[name]), folder / f"{name}.parquet")
    if contexts is not None:
        (folder / "run.json").write_text(json.dumps({"contexts": list(contexts)}), "utf-8")
    return folder


def _model(row: int, given: Row) -> dict[str, Any]:
    absent = list(given.get("absent", ()))
    silent = {name: "nothing that was read says so" for name in FACTS if given.get(name) is None and name not in absent}
    return {
        "purl": f"pkg:huggingface/{given['id']}",
        "provider": "huggingface",
        "row": row,
        "verdict": "pass",
        "errors": 0,
        "warnings": 0,
        "undecided": 0,
        "base_models": [],
        **given,
        "absent": absent,
        "unknown": list({**silent, **given.get("unknown", {})}.items()),
    }
