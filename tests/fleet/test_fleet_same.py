"""The same engine: what a fleet says of a model is what `scan` says of it, however it was asked and worked on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fakes.cards import cards, parquet
from fakes.hub import Hub, isolate
from fleeting import NOW, files, fleet, policy, rows

from govscan.engine import ScanRequest, scan
from govscan.facts import ABSENT, Unknown
from govscan.finding import Verdict
from govscan.fleet import alike
from govscan.fleet.columns import FACTS
from govscan.report import Report


def _code(root: Path, names: list[str]) -> None:
    """Programs that use the models: one in each context."""
    calls = "".join(f"AutoModel.from_pretrained({name!r})\n" for name in names)
    for folder in ("shop", "lab"):
        (root / folder).mkdir()
        (root / folder / "app.py").write_text(f"from transformers import AutoModel\n{calls}")


def _facts(report: Report) -> dict[str, dict[str, Any]]:
    """Values by model and fact: None where unknown, and the words for a known absence."""
    found = {}
    for model in report.models:
        values: dict[str, Any] = {}
        for name in FACTS:
            value = model.facts.get(name).value
            unknown = isinstance(value, Unknown)
            values[name] = None if unknown else "absent" if value is ABSENT else _placeless(value)
        found[model.identity.name] = values
    return found


def _placeless(value: Any) -> Any:
    """Sentences without the address at which a document lies: a table has a place of its own."""
    if isinstance(value, tuple):
        return tuple(_ADDRESS.sub("", each) for each in value)
    return value


_ADDRESS = re.compile(r"(?:http://127\.0\.0\.1:\d+/\S+?/blob/[0-9a-f]{40}|/\S+?/snapshots/[0-9a-f]{40})/")


def _table_facts(out: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for row in rows(out, "models"):
        unknown = {name for name, _ in row["unknown"]}
        values = {}
        for name in FACTS:
            value = row[name]
            assert (value is None) == (name in unknown or name in row["absent"]), name
            values[name] = (
                "absent" if name in row["absent"] else _placeless(tuple(value) if isinstance(value, list) else value)
            )
        found[row["id"]] = values
    return found


def _differences(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Where two tables of facts differ: model, fact and both values."""
    found: list[tuple[Any, ...]] = [(name,) for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        pairs = ((fact, one[name][fact], other[name][fact]) for fact in FACTS)
        found += [(name, *pair) for pair in pairs if pair[1] != pair[2]]
    return found


def _verdicts(report: Report) -> set[tuple[str, str, str, str]]:
    kept = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED)
    return {(f.model.name, f.rule, f.context, f.verdict.value) for f in report.findings if f.verdict in kept}


def _table_verdicts(out: Path) -> set[tuple[str, str, str, str]]:
    return {(row["id"], row["rule"], row["context"], row["verdict"]) for row in rows(out, "findings")}


def _hub_info(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "tags": row["tags"] or [],
        "pipeline_tag": row["pipeline_tag"],
        "createdAt": row["createdAt"],
        "cardData": None,
        "config": {},
    }


def test_tables_say_what_the_hub_says(hub: Hub, tmp_path: Path) -> None:
    """The same cards and metadata on a Hub, scanned because code names them, and in a table with lists of files."""
    known = [row for row in cards(60, seed=3) if row["card"] is not None]
    table = []
    for row in known:
        files_ = {"README.md": row["card"], "model.safetensors": b"\2" + b"\0" * 7 + b"{}"}
        row["tags"] = row["tags"] or []
        hub.add(row["modelId"], files_, extra=_hub_info(row))
        table.append({**row, "files": sorted(files_), "gated": False})
    root = tmp_path / "code"
    root.mkdir()
    chosen = policy(root)
    _code(root, [row["modelId"] for row in known])
    report = scan(ScanRequest(root, now=NOW))
    out = tmp_path / "out"
    fleet(parquet(tmp_path / "cards.parquet", table), out, chosen)
    header = "artifacts.header_license"  # a table has no weights whose header could be read
    assert [each for each in _differences(_table_facts(out), _facts(report)) if each[1] != header] == []
    assert _table_verdicts(out) == _verdicts(report)
    assert len(rows(out, "models")) == len(known) > 40


def test_a_cache_says_what_scan_says_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "hub"
    named = []
    for row in cards(60, seed=5):
        if row["card"]:
            home = cache / ("models--" + row["modelId"].replace("/", "--"))
            snapshot = home / "snapshots" / ("a" * 40)
            snapshot.mkdir(parents=True)
            (home / "refs").mkdir()
            (home / "refs" / "main").write_text("a" * 40)
            (snapshot / "README.md").write_text(row["card"])
            (snapshot / "config.json").write_text("{}")
            named.append(row["modelId"])
    isolate(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))
    root = tmp_path / "code"
    root.mkdir()
    chosen = policy(root)
    _code(root, named)
    report = scan(ScanRequest(root, now=NOW, offline=True))
    out = tmp_path / "out"
    fleet(cache, out, chosen)
    assert _differences(_table_facts(out), _facts(report)) == []
    assert _table_verdicts(out) == _verdicts(report)


def test_a_mirror_has_the_names_of_the_hub(tmp_path: Path) -> None:
    root = tmp_path / "mirror"
    for name in ("Qwen/one", "house", "team/group/deep"):
        (root / name).mkdir(parents=True)
        (root / name / "README.md").write_text("---\nlicense: mit\n---\n")
        (root / name / "config.json").write_text("{}")
    (root / "empty").mkdir()
    fleet(root, tmp_path / "out", policy(tmp_path))
    found = rows(tmp_path / "out", "models")
    assert [(row["row"], row["id"], row["provider"]) for row in found] == [
        (0, "Qwen/one", "huggingface"),
        (1, "house", "local"),
        (2, "team/group/deep", "local"),
    ]
    assert found[0]["model.publisher"].startswith("Alibaba")
    assert {row["license.concluded"] for row in found} == {"MIT"}


@pytest.mark.parametrize("seed", [1, 2])
def test_models_that_are_alike_are_judged_as_if_they_were_alone(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte of every table, messages included."""
    chosen = policy(tmp_path)
    (tmp_path / ".govscan").mkdir()
    (tmp_path / ".govscan" / "waivers.yaml").write_text(
        "govscan_waivers: 1\nwaivers:\n"
        "  - {id: W-1, rule: revision-pinned, model: acme/model-5, reason: accepted-risk, statement: fine,\n"
        "     approver: someone, created: 2026-01-01, expires: 2027-01-01}\n"
    )
    source = parquet(tmp_path / "cards.parquet", [*cards(300, seed), {"modelId": "acme/model-5", "card": None}])
    fleet(source, tmp_path / "shared", chosen)
    monkeypatch.setattr(alike, "alike", lambda identity, evidence: None)
    fleet(source, tmp_path / "alone", chosen)
    shared, alone = files(tmp_path / "shared"), files(tmp_path / "alone")
    for table in ("models", "findings"):
        assert rows(tmp_path / "shared", table) == rows(tmp_path / "alone", table)
    assert shared == alone


def test_the_number_of_processes_and_the_layout_of_the_file_change_nothing(tmp_path: Path) -> None:
    chosen = policy(tmp_path)
    known = cards(400, seed=7)
    one = parquet(tmp_path / "cards.parquet", known, row_group=400)
    fleet(one, tmp_path / "one", chosen, batch=150)
    fleet(one, tmp_path / "two", chosen, batch=150, jobs=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    told = json.loads((tmp_path / "one" / "run.json").read_bytes())
    assert told["rows"] == 400
    assert told["parts"] == 3
    many = parquet(tmp_path / "many.parquet", known, row_group=100)
    fleet(many, tmp_path / "three", chosen)
    assert rows(tmp_path / "three", "models") == rows(tmp_path / "one", "models")
    assert [row["row"] for row in rows(tmp_path / "one", "models")] == list(range(400))


def test_jsonl_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    import csv

    from fakes.cards import jsonl

    chosen = policy(tmp_path)
    known = cards(80, seed=9)
    fleet(parquet(tmp_path / "a.parquet", known), tmp_path / "a", chosen)
    fleet(jsonl(tmp_path / "b.jsonl", known), tmp_path / "b", chosen)
    with (tmp_path / "c.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(known[0]))
        writer.writeheader()
        for row in known:
            writer.writerow({**row, "tags": json.dumps(row["tags"]) if row["tags"] else None})
    fleet(tmp_path / "c.csv", tmp_path / "c", chosen)
    for table in ("models", "findings", "problems"):
        assert rows(tmp_path / "a", table) == rows(tmp_path / "b", table)
        assert rows(tmp_path / "a", table) == rows(tmp_path / "c", table), table
