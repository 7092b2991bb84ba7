"""The bundled example, end to end: every model at its file and line, the verdicts that the README promises."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from govscan.engine import ScanRequest, scan
from govscan.finding import Finding, Verdict
from govscan.reference import Certainty, endpoint_host
from govscan.render import render
from govscan.report import Model, Report

ROOT = Path(__file__).parents[2]
EXPECTED = yaml.safe_load((ROOT / "tests/example/expected.yaml").read_text(encoding="utf-8"))
NOW = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def report() -> Report:
    return scan(ScanRequest(ROOT / "examples/assistant", offline=True, now=NOW))


def model_of(report: Report, name: str) -> Model:
    (model,) = [model for model in report.models if model.identity.name == name]
    return model


def findings_of(report: Report, name: str, rule: str, context: str) -> Finding:
    found = [f for f in report.findings if (f.model.name, f.rule, f.context) == (name, rule, context)]
    (finding,) = found
    return finding


def test_every_model_is_found_at_its_place_and_nothing_else(report: Report) -> None:
    found = {
        (ref.provider, ref.name, ref.location.path, ref.location.line)
        for model in report.models
        for ref in model.references
    }
    wanted = {(row["provider"], row["name"], row["file"], row["line"]) for row in EXPECTED}
    assert found == wanted


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['name']}-{row['file']}")
def test_what_stands_beside_the_name(report: Report, row: dict[str, object]) -> None:
    (reference,) = [
        ref
        for model in report.models
        for ref in model.references
        if (ref.name, ref.location.path, ref.location.line) == (row["name"], row["file"], row["line"])
    ]
    assert reference.revision == row["revision"]
    assert bool(reference.trust_remote_code) == bool(row["trust_remote_code"])
    assert endpoint_host(reference.endpoint) == row["endpoint"]
    assert reference.region == row["region"]


def test_it_fails_and_its_json_is_valid(report: Report) -> None:
    assert report.exit_code == 1
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(render(report, "json")))


def test_every_model_has_a_publisher_and_open_weights_a_license(report: Report) -> None:
    for model in report.models:
        if model.identity.provider == "local":
            continue
        assert model.facts.value("model.publisher"), model.identity
        if model.identity.provider == "huggingface":
            assert model.facts.value("model.publisher_country"), model.identity
            assert model.facts.value("license.concluded"), model.identity
            assert model.facts.value("license.commercial_use"), model.identity


def test_the_card_that_claims_more_than_its_base_model_allows(report: Report) -> None:
    finding = findings_of(report, "models/claims-assistant", "base-license-conflict", "claims")
    assert finding.verdict is Verdict.FAIL
    assert "Apache-2.0 (models/claims-assistant/README.md:2)" in finding.message
    assert "meta-llama/Llama-3.1-8B-Instruct (models/claims-assistant/README.md:3)" in finding.message


@pytest.mark.parametrize(
    ("name", "rule", "context", "verdict"),
    [
        ("Qwen/Qwen2.5-Coder-3B-Instruct", "commercial-use", "production", Verdict.FAIL),
        ("Qwen/Qwen2.5-Coder-3B-Instruct", "commercial-use", "research", Verdict.NOT_APPLICABLE),
        ("mistralai/Mistral-Large-Instruct-2411", "commercial-use", "research", Verdict.NOT_APPLICABLE),
        ("black-forest-labs/FLUX.1-dev", "commercial-use", "production", Verdict.WAIVED),
        ("tencent/Hunyuan-A13B-Instruct", "license-territory", "production", Verdict.FAIL),
        ("baidu/ERNIE-4.5-21B-A3B-PT", "commercial-use", "production", Verdict.PASS),
        ("qwen-plus", "personal-data-residency", "production", Verdict.FAIL),
        ("mistral-large-latest", "personal-data-residency", "production", Verdict.PASS),
        ("query-rewrite", "personal-data-residency", "production", Verdict.UNKNOWN),
    ],
)
def test_verdicts_by_context(report: Report, name: str, rule: str, context: str, verdict: Verdict) -> None:
    assert findings_of(report, name, rule, context).verdict is verdict


@pytest.mark.parametrize(
    ("name", "license_", "use"),
    [
        ("Qwen/Qwen2.5-72B-Instruct", "LicenseRef-scancode-qwen-2024", "conditional"),
        ("moonshotai/Kimi-K2-Instruct", "LicenseRef-kimi-k2-modified-mit", "conditional"),
        ("google/gemma-3-27b-it", "LicenseRef-scancode-gemma-tou-2025-03-24", "allowed"),
        ("mistralai/Mistral-Large-Instruct-2411", "LicenseRef-MRL-0.1", "prohibited"),
        ("zai-org/GLM-4.5-Air", "MIT", "allowed"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "LicenseRef-openrail-pp", "allowed"),
    ],
)
def test_licenses_and_terms(report: Report, name: str, license_: str, use: str) -> None:
    facts = model_of(report, name).facts
    assert facts.value("license.concluded") == license_
    assert facts.value("license.commercial_use") == use
    assert "as of" in str(facts.get("license.concluded").source)


def test_remote_code_and_unpinned_revisions_are_facts_on_the_reference(report: Report) -> None:
    vision = model_of(report, "Qwen/Qwen2.5-VL-7B-Instruct")
    assert all(ref.trust_remote_code for ref in vision.references)
    assert vision.facts.value("model.remote_code") is True
    assert str(vision.facts.get("model.remote_code").source).startswith("services/vision/ocr.py:")
    pinned = {
        m.identity.revision is not None: m.facts.value("model.revision_pinned")
        for m in report.models
        if m.identity.name == "Qwen/Qwen3-8B"
    }
    assert pinned == {True: True, False: False}


def test_price_tables_and_datasets_are_no_dependencies(report: Report) -> None:
    assert report.mentions
    assert all(ref.certainty is Certainty.MENTION and ref.reason for ref in report.mentions)


def test_two_runs_are_byte_identical(report: Report) -> None:
    again = scan(ScanRequest(ROOT / "examples/assistant", offline=True, now=NOW))
    for name in ("terminal", "json", "html"):
        assert render(report, name) == render(again, name)
