"""The public JSON: its schema is up to date, the sample validates, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sample
from msgspec import structs

from govscan.facts import Fact, Facts
from govscan.render import render
from govscan.render.json_ import public_shape
from govscan.render.shape import schema
from govscan.report import Report

SCHEMA = Path(__file__).parents[2] / "schemas" / "report.schema.json"


def data(report: Report) -> Any:
    return json.loads(render(report, "json"))


def test_the_schema_is_up_to_date() -> None:
    assert json.loads(SCHEMA.read_text()) == schema(), (
        "run: python -m govscan.render.shape > schemas/report.schema.json"
    )


@pytest.mark.parametrize("report", [sample.sample(), sample.clean(), sample.empty()], ids=lambda r: r.root)
def test_reports_validate(report: Report) -> None:
    stored = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(stored)
    jsonschema.Draft202012Validator(stored).validate(data(report))


def test_the_schema_refuses_what_it_does_not_know() -> None:
    stored = json.loads(SCHEMA.read_text())
    broken = data(sample.clean()) | {"extra": 1}
    assert not jsonschema.Draft202012Validator(stored).is_valid(broken)
    assert not jsonschema.Draft202012Validator(stored).is_valid({"govscan_report": 1})


def test_every_object_is_closed_and_every_field_described() -> None:
    whole: Any = schema()
    definitions = [whole, *whole["$defs"].values()]
    for definition in definitions:
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, definition["title"]
            for name, field in definition["properties"].items():
                # A reference to a class whose docstring says the same carries no second copy.
                assert field.get("description") or "$ref" in field, f"{definition['title']}.{name}"


def test_keys_are_sorted_and_the_file_ends_with_a_line_feed() -> None:
    text = render(sample.sample(), "json").decode()
    seen: list[list[str]] = []
    json.loads(text, object_pairs_hook=lambda pairs: seen.append([key for key, _ in pairs]))
    assert len(seen) > 100
    assert all(keys == sorted(keys) for keys in seen)
    assert text.endswith("}\n")


def test_absent_and_unknown_are_told_apart() -> None:
    models = {model["name"]: model for model in data(sample.sample())["models"]}
    facts = models["meta-llama/Llama-4-Scout"]["facts"]
    absent = facts["license.revenue_threshold_usd"]
    assert (absent["value"], absent["absent"]) == (None, True)
    unknown = facts["datasets.declared"]
    assert unknown["unknown"] == "the card names no dataset"
    assert "value" not in unknown
    assert [other["value"] for other in facts["license.commercial_use"]["others"]] == ["allowed", "conditional"]


@pytest.mark.parametrize("value", ["true", "1", "null", True, False, 0, 1, 1.0, 0.5, (), ("EU", "1")])
def test_values_keep_their_type(value: str | bool | int | float | tuple[str, ...]) -> None:
    report = sample.clean()
    model = structs.replace(report.models[0], facts=Facts.of([Fact("license.naming", value)]))
    shown = public_shape(structs.replace(report, models=(model,))).models[0].facts["license.naming"]
    expected = list(value) if isinstance(value, tuple) else value
    assert repr(shown.model_dump()["value"]) == repr(expected)


def test_summary_and_exit_code() -> None:
    report = data(sample.sample())
    assert report["exit_code"] == 1
    assert report["summary"]["errors"] == 4
    ids = {model["id"] for model in report["models"]}
    assert {finding["model"] for finding in report["findings"]} <= ids
