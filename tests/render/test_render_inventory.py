"""The inventory: what is in each of its forms, and that nothing in it can do harm."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sample
from msgspec import structs

from govscan.reference import Identity
from govscan.render import render
from govscan.render.inventory import COLUMNS, package_url

REPORT = structs.replace(
    sample.sample(),
    suppressed=((sample.sample().models[0].references[0], "a test\nof ours"),),
)


def test_csv_has_a_row_for_each_reference_and_mention() -> None:
    rows = list(csv.DictReader(io.StringIO(render(REPORT, "inventory-csv").decode())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(model.references) for model in REPORT.models) + len(REPORT.mentions)
    assert {row["certainty"] for row in rows} == {"dependency", "mention"}
    assert all(not row["purl"] for row in rows if row["certainty"] == "mention")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_json_says_what_was_ignored_and_why() -> None:
    data = json.loads(render(REPORT, "inventory-json"))
    assert data["govscan_inventory"] == 1
    assert [row["reason"] for row in data["suppressed"]] == ["a test\nof ours"]
    assert "hunter2" not in json.dumps(data)


def test_the_list_of_package_urls_is_sorted_and_has_no_mentions() -> None:
    lines = render(REPORT, "inventory-purl").decode().splitlines()
    assert lines == sorted(set(lines))
    assert all(line.startswith("pkg:") for line in lines)
    assert len(lines) == len({package_url(model.identity) for model in REPORT.models if model.identity.name})


@pytest.mark.parametrize(
    ("identity", "purl"),
    [
        (Identity("huggingface", "Qwen/Qwen3-8B", "abc"), "pkg:huggingface/Qwen/Qwen3-8B@abc"),
        (Identity("openai", "gpt-4o"), "pkg:generic/openai/gpt-4o"),
        (Identity("ollama", "qwen3:8b"), "pkg:generic/ollama/qwen3%3A8b"),
        (Identity("local", "models/house"), "pkg:generic/local/models/house"),
    ],
)
def test_every_model_has_a_package_url(identity: Identity, purl: str) -> None:
    assert package_url(identity) == purl


def test_the_table_lists_models_mentions_and_what_is_ignored() -> None:
    text = render(REPORT, "inventory", width=200).decode()
    assert "only mentioned:" in text
    assert "ignored in the code:" in text
    assert "a test of ours" in text
    assert "\x1b" not in text


def test_the_terminal_always_counts_what_is_ignored() -> None:
    for brief in (False, True):
        assert "1 reference ignored in the code" in render(REPORT, "terminal", brief=brief, width=200).decode()
