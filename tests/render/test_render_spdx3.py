"""SPDX 3.0.1: what the library reads back, what the official schema says, and what stands in it."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_parts import fact
from spdx_python_model import v3_0_1 as spdx

from govscan.engine import ScanRequest, scan
from govscan.facts import Facts
from govscan.render import render
from govscan.report import Report


def elements(report: Report) -> list[dict[str, Any]]:
    return json.loads(render(report, "spdx3"))["@graph"]


def of_type(report: Report, kind: str) -> list[dict[str, Any]]:
    return [element for element in elements(report) if element["type"] == kind]


@pytest.fixture(scope="module")
def example() -> Report:
    return scan(ScanRequest(Path(__file__).parents[2] / "examples" / "assistant", offline=True, dossier=True))


@pytest.mark.parametrize("name", ["sample", "example", "empty"])
def test_the_library_reads_it_back(name: str, example: Report) -> None:
    report = {"sample": sample.sample(), "example": example, "empty": sample.empty()}[name]
    read = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(render(report, "spdx3")), read)
    assert read.link() in (None, set())  # every reference finds its element
    kinds = Counter(type(each).__name__ for each in read.foreach())
    assert kinds["SpdxDocument"] == kinds["software_Sbom"] == kinds["software_Package"] == 1
    assert kinds["ai_AIPackage"] >= len(report.models)


@pytest.mark.parametrize("name", ["sample", "example", "empty"])
def test_official_schema(name: str, example: Report) -> None:
    """The schema is part of the specification's site, not of a package; whoever has it can name it."""
    path = os.environ.get("GOVSCAN_SPDX3_SCHEMA")
    if not path:
        pytest.skip("GOVSCAN_SPDX3_SCHEMA names no copy of the JSON schema of SPDX 3.0.1")
    rust = pytest.importorskip("jsonschema_rs")
    report = {"sample": sample.sample(), "example": example, "empty": sample.empty()}[name]
    validator = rust.validator_for(json.loads(Path(path).read_text(encoding="utf-8")))
    assert [str(error) for error in validator.iter_errors(json.loads(render(report, "spdx3")))] == []


def test_every_reference_has_its_element() -> None:
    graph = elements(sample.sample())
    known = {element.get("spdxId") or element.get("@id") for element in graph}
    outside = set()
    for element in graph:
        for name in ("from", "to", "subject", "suppliedBy", "element", "rootElement", "dataLicense", "creationInfo"):
            value = element.get(name, [])
            outside |= {each for each in ([value] if isinstance(value, str) else value) if each not in known}
    assert outside <= {"expandedlicensing_NoAssertionLicense"}


def test_models_bases_and_data_sets() -> None:
    report = sample.sample()
    model = report.models[0]
    said = {**model.facts.statements, "datasets.declared": (fact("datasets.declared", ("acme/talks", "a \x1b[31m b")),)}
    report = replace(report, models=(replace(model, facts=Facts(said)), *report.models[1:]))
    graph = elements(report)
    by_id = {element.get("spdxId"): element for element in graph}
    packages = {element["name"]: element for element in graph if element["type"] == "ai_AIPackage"}
    (owner,) = [each for each in graph if each["type"] == "software_Package"]
    assert owner["software_packageVersion"] == "89abcdef0123456789abcdef0123456789abcdef"
    assert owner["software_downloadLocation"] == "https://github.com/acme/shop"
    start = packages["meta-llama/Llama-4-Scout"]
    assert start["suppliedBy"] in by_id
    assert "nothing granted in EU" in start["ai_limitation"]
    related = {
        each["relationshipType"]: [by_id[end]["name"] for end in each["to"] if end in by_id]
        for each in graph
        if each["type"] == "Relationship" and each["from"] == start["spdxId"]
    }
    assert related["descendantOf"] == ["meta-llama/Llama-4-Base", "acme/unread"]
    assert related["trainedOn"] == ["acme/talks", "a \\x1b[31m b"]
    assert related["hasConcludedLicense"] == ["LicenseRef-llama-4-community"]
    places = {each["name"]: each.get("software_downloadLocation") for each in of_type(report, "dataset_DatasetPackage")}
    assert places["acme/talks"] == "https://huggingface.co/datasets/acme/talks"
    assert places["a \\x1b[31m b"] is None


def test_what_is_not_known_is_no_assertion() -> None:
    graph = elements(sample.sample())
    silent = [each for each in graph if each["type"] == "Relationship" and "NoAssertion" in str(each["to"])]
    assert {each["relationshipType"] for each in silent} == {"hasDeclaredLicense", "hasConcludedLicense"}


def test_verdicts_are_reviews() -> None:
    statements = [each["statement"] for each in of_type(sample.sample(), "Annotation")]
    assert len(statements) == len(set(statements))
    assert any(
        said.startswith("fail license-territory in production: The license grants nothing") for said in statements
    )


@given(st.text(max_size=30))
def test_any_text_is_text(hostile: str) -> None:
    report = sample.sample()
    model = report.models[0]
    names = tuple(each for each in (hostile,) if each)
    said = {**model.facts.statements, "model.base_models": (fact("model.base_models", names),),
            "datasets.declared": (fact("datasets.declared", names),)}  # fmt: skip
    made = replace(report, root=hostile, models=(replace(model, facts=Facts(said)),), findings=())
    json.loads(render(made, "spdx3"))


def test_the_same_bytes(example: Report) -> None:
    assert render(example, "spdx3") == render(example, "spdx3")
