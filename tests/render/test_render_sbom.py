"""SPDX, CycloneDX, in-toto, CSV and Mermaid: valid by their own rules, whatever the scanned text holds."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import cyclonedx
import jsonschema
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from referencing import Registry, Resource
from spdx_tools.spdx.parser.json.json_parser import parse_from_file as parse_json
from spdx_tools.spdx.parser.tagvalue.tagvalue_parser import parse_from_file as parse_tag_value
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from govscan.engine import ScanRequest, scan
from govscan.facts import Fact, Facts
from govscan.render import render
from govscan.render.inventory import package_url
from govscan.render.sbom import expression
from govscan.render.sheets import TRANSFERS
from govscan.report import Report

SAMPLE = sample.sample()
RESOURCES = Path(cyclonedx.__file__).parent / "schema" / "_res"
HOSTILE = st.text(st.one_of(st.sampled_from("=+-@\t\r\n\"'<>&;#{}[]()|`\x1b\u202e"), st.characters()), max_size=30)


@pytest.fixture(scope="module")
def example() -> Report:
    return scan(ScanRequest(Path(__file__).parents[2] / "examples" / "assistant", offline=True))


@pytest.fixture(params=["sample", "example", "empty"])
def report(request: pytest.FixtureRequest, example: Report) -> Report:
    return {"sample": SAMPLE, "example": example, "empty": sample.empty()}[request.param]


def bom_validator() -> jsonschema.Draft7Validator:
    def load(name: str) -> dict:
        return json.loads((RESOURCES / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))

    registry = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", Resource.from_contents(load(name)))
        for name in ("spdx", "jsf-0.82")
    )
    return jsonschema.Draft7Validator(load("bom-1.6"), registry=registry)


def hostile(text: str) -> Report:
    """The sample with a text as name, path, license and message."""
    model = SAMPLE.models[0]
    identity = replace(model.identity, name=text)
    license_ = Facts.of([Fact("license.concluded", text or "x", None), Fact("model.publisher", text or "x", None)])
    references = tuple(
        replace(each, name=text, location=replace(each.location, path=text or "x")) for each in model.references
    )
    finding = replace(SAMPLE.findings[0], model=identity, message=text, references=references)
    changed = replace(model, identity=identity, references=references, facts=license_)
    return replace(SAMPLE, root=text or "x", models=(changed,), findings=(finding,))


class TestSpdx:
    def test_json_is_valid(self, report: Report, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_bytes(render(report, "spdx"))
        document = parse_json(str(tmp_path / "x.json"))
        assert validate_full_spdx_document(document) == []
        assert len(document.packages) == 1 + len(report.models)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
    def test_tag_value_is_valid(self, tmp_path: Path) -> None:
        (tmp_path / "x.spdx").write_bytes(render(SAMPLE, "spdx-tag"))
        document = parse_tag_value(str(tmp_path / "x.spdx"))
        assert validate_full_spdx_document(document) == []
        assert len(document.packages) == 1 + len(SAMPLE.models)

    def test_purls_have_the_category_of_the_schema(self, example: Report) -> None:
        packages = json.loads(render(example, "spdx"))["packages"][1:]
        rows = [row for package in packages for row in package["externalRefs"]]
        assert {row["referenceCategory"] for row in rows} == {"PACKAGE-MANAGER"}
        assert {row["referenceLocator"] for row in rows} == {package_url(model.identity) for model in example.models}

    def test_every_license_reference_has_a_text(self, example: Report) -> None:
        data = json.loads(render(example, "spdx"))
        named = set(re.findall(r"LicenseRef-[\w.-]+", json.dumps(data["packages"])))
        texts = {row["licenseId"]: row["extractedText"] for row in data["hasExtractedLicensingInfos"]}
        assert named == set(texts)
        assert all(texts.values())

    def test_of_the_application_nothing_is_said(self, example: Report) -> None:
        repository = json.loads(render(example, "spdx"))["packages"][0]
        assert repository["licenseConcluded"] == repository["licenseDeclared"] == "NOASSERTION"


class TestCycloneDx:
    def test_valid_by_the_official_schema(self, report: Report) -> None:
        assert list(bom_validator().iter_errors(json.loads(render(report, "cyclonedx")))) == []

    def test_models_have_cards_and_hosted_ones_are_services(self, example: Report) -> None:
        data = json.loads(render(example, "cyclonedx"))
        assert {row["type"] for row in data["components"]} == {"machine-learning-model"}
        assert all("modelCard" in row for row in data["components"])
        hosted = [model for model in example.models if model.facts.value("model.access") == "hosted-api"]
        assert len(data["services"]) == len(hosted)
        assert len(data["components"]) == len(example.models) - len(hosted)

    @given(HOSTILE)
    def test_any_text_is_valid(self, text: str) -> None:
        made = hostile(text)
        assert list(bom_validator().iter_errors(json.loads(render(made, "cyclonedx")))) == []
        json.loads(render(made, "spdx"))


def test_expressions() -> None:
    assert expression("Apache-2.0 OR MIT") == "Apache-2.0 OR MIT"
    assert expression("LicenseRef-llama-4-community") == "LicenseRef-llama-4-community"
    assert expression("some license") == "LicenseRef-some-license"
    assert expression("MIT AND house-terms") == "MIT AND LicenseRef-house-terms"
    assert expression("") == ""


class TestInToto:
    def test_statement(self) -> None:
        statement = json.loads(render(SAMPLE, "intoto"))
        assert statement["_type"] == "https://in-toto.io/Statement/v1"
        assert statement["predicateType"] == "https://in-toto.io/attestation/svr/v0.1"
        assert "GOVSCAN_POLICY_MET" not in statement["predicate"]["properties"]

    def test_undecided_waived_and_failed_rules_were_not_verified(self) -> None:
        calm = replace(SAMPLE, problems=())
        held = json.loads(render(calm, "intoto"))["predicate"]["properties"]
        bad = {finding.rule for finding in SAMPLE.findings if str(finding.verdict) not in ("pass", "not-applicable")}
        assert not {f"GOVSCAN_RULE_HELD:{rule}" for rule in bad} & set(held)

    def test_a_clean_report_is_verified(self) -> None:
        properties = json.loads(render(sample.clean(), "intoto"))["predicate"]["properties"]
        assert "GOVSCAN_POLICY_MET" in properties


class TestCsv:
    @given(HOSTILE)
    def test_no_cell_is_a_formula(self, text: str) -> None:
        for name in ("csv", "transfers"):
            rows = list(csv.reader(io.StringIO(render(hostile(text), name).decode(), newline="")))
            assert len({len(row) for row in rows}) == 1
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)

    def test_transfers_are_of_hosted_models_and_leave_blanks(self, example: Report) -> None:
        rows = list(csv.DictReader(io.StringIO(render(example, "transfers").decode())))
        assert rows
        assert tuple(rows[0]) == TRANSFERS
        assert all(row["operator"] for row in rows if row["provider"] == "deepseek")
        assert all(row["transfer_mechanism"] == "" for row in rows)
        assert {row["data"] for row in rows if row["context"] == "production"} == {"personal"}


class TestMermaid:
    @given(HOSTILE)
    def test_labels_hold_no_markup(self, text: str) -> None:
        for line in render(hostile(text), "mermaid").decode().splitlines()[1:]:
            for label in re.findall(r'"([^"]*)"', line):
                assert re.fullmatch(r"(?:[\w ./,-]|#\d+;)*", label)

    def test_a_chart(self, example: Report) -> None:
        text = render(example, "mermaid").decode()
        assert text.startswith("flowchart LR\n")
        assert '"production"' in text
        assert "-.->" in text
