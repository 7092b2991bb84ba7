from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from test_evaluate_load import CASES, cases

from govscan.data import policies_folder, schemas_folder
from govscan.evaluate import baseline, packs, reviews, rules, schema, settings, waivers
from govscan.evaluate import load as loading
from govscan.marked import parse_yaml
from govscan.vocabulary import VOCABULARY

WRITTEN = ("facts", "policy", "reviews", "waivers", "baseline")
LEDGER = {"reviews": ".govscan/reviews.yaml", "waivers": ".govscan/waivers.yaml"}

# what a schema cannot say, or is not there to say
BEYOND_SCHEMA = {
    "ambiguous-region", "bad-regex", "context-path-upwards", "context-unknown-region", "duplicate-fact",
    "duplicate-key", "duplicate-rule-id", "endpoint-unknown-country", "endpoint-with-scheme",
    "extended-file-is-wrong", "extends-an-address", "extends-in-a-chain", "extends-in-a-circle", "extends-itself",
    "extends-missing-file", "extends-unknown-pack", "extends-without-prefix", "fact-operand-other-type",
    "ledger-wrong-name", "loosened-level", "loosened-on-unknown", "loosened-review", "loosened-when", "no-level",
    "no-rules", "not-utf8", "not-yaml", "nothing-to-check", "override-disabled-and-redefined", "override-of-nothing",
    "override-without-effect", "regex-that-blows-up", "regex-too-open", "regex-with-alternatives-repeated",
    "review-unknown-criterion", "several-documents", "unknown-region", "waiver-backwards", "waiver-bad-date",
    "waiver-bad-model", "waiver-on-a-branch",
}  # fmt: skip


def stored(name: str):
    return json.loads((schemas_folder() / f"{name}.schema.json").read_text(encoding="utf-8"))


def plain(path: Path) -> object:
    """The file as JSON would have it: dates and other scalars that JSON lacks as they are written."""
    documents = parse_yaml(path.read_text(encoding="utf-8"))
    return dated(documents[0].plain()) if documents else None


def dated(value):
    if isinstance(value, dict):
        return {key: dated(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [dated(entry) for entry in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def errors(name: str, document: object) -> list[str]:
    return [error.message for error in Draft202012Validator(stored(name)).iter_errors(document)]


@pytest.mark.parametrize("name", WRITTEN)
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(stored(name))


def test_generated_schemas_are_up_to_date():
    """Else run `python -m govscan.evaluate.schema`."""
    for name, built in (("facts", schema.facts_schema()), ("policy", schema.policy_schema())):
        assert (schemas_folder() / f"{name}.schema.json").read_text(encoding="utf-8") == schema.text_of(built)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_field_is_described(name):
    def undescribed(node, path):
        if isinstance(node, dict):
            for key, field in node.get("properties", {}).items():
                if isinstance(field, dict) and "if" not in path and "description" not in field:
                    yield f"{path}/{key}"
            for key, below in node.items():
                yield from undescribed(below, f"{path}/{key}")
        elif isinstance(node, list):
            for index, below in enumerate(node):
                yield from undescribed(below, f"{path}/{index}")

    assert list(undescribed(stored(name), "")) == []


@pytest.mark.parametrize("name", packs())
def test_packs_fit_the_schema(name):
    assert errors("policy", plain(policies_folder() / f"{name}.yaml")) == []


@pytest.mark.parametrize("name", cases("valid"))
def test_valid_cases_fit_the_schemas(name):
    folder = CASES / "valid" / name
    assert errors("policy", plain(folder / "govscan.yaml")) == []
    for kind, path in LEDGER.items():
        if (folder / path).exists():
            assert errors(kind, plain(folder / path)) == []


@pytest.mark.parametrize("name", sorted(set(cases("invalid")) - BEYOND_SCHEMA))
def test_schemas_refuse_what_the_loader_refuses(name):
    folder = CASES / "invalid" / name
    files = {"policy": "govscan.yaml", **LEDGER}
    found = [
        error
        for kind, path in files.items()
        if (folder / path).exists()
        for error in errors(kind, plain(folder / path))
    ]
    assert found


def test_what_is_beyond_the_schemas_is_a_case():
    assert set(cases("invalid")) >= BEYOND_SCHEMA


def test_code_and_schemas_have_the_same_keys():
    policy = stored("policy")
    defs = policy["$defs"]
    assert set(policy["properties"]) == set(loading.KEYS)
    assert set(defs["rule"]["properties"]) == set(rules.KEYS)
    assert set(defs["rule"]["properties"]["review"]["properties"]) == set(rules.REVIEW_KEYS)
    assert set(defs["context"]["properties"]) == {"paths", settings.NAMESPACES, *settings.DECLARABLE}
    assert set(policy["properties"]["default_context"]["properties"]) == set(settings.DECLARABLE)
    assert set(defs["endpoint"]["properties"]) == set(settings.ENDPOINT_KEYS)
    assert set(policy["properties"]["overrides"]["items"]["properties"]) == set(settings.OVERRIDE_KEYS)
    assert set(defs["condition"]["properties"]) == {*VOCABULARY, "any", "all", "not"}
    assert set(stored("facts")["properties"]) == set(VOCABULARY)


def test_code_and_ledger_schemas_have_the_same_keys():
    kept = stored("reviews")
    review = kept["$defs"]["review"]
    assert set(kept["properties"]) == set(reviews.KEYS)
    assert set(kept["properties"]["criteria"]["additionalProperties"]["properties"]) == set(reviews.CRITERION_KEYS)
    assert set(review["properties"]) == set(reviews.REVIEW_KEYS)
    assert tuple(review["required"]) == reviews.REQUIRED
    assert set(review["properties"]["reviewer"]["oneOf"][1]["properties"]) == set(reviews.REVIEWER_KEYS)
    assert set(review["properties"]["evidence"]["items"]["properties"]) == set(reviews.EVIDENCE_KEYS)
    kept = stored("baseline")
    assert set(kept["properties"]) == set(baseline.KEYS)
    assert set(kept["$defs"]["finding"]["properties"]) == set(baseline.ENTRY_KEYS)
    kept = stored("waivers")
    waiver = kept["$defs"]["waiver"]
    assert set(kept["properties"]) == set(waivers.KEYS)
    assert set(waiver["properties"]) == set(waivers.WAIVER_KEYS)
    assert tuple(waiver["required"]) == waivers.REQUIRED
    assert tuple(waiver["properties"]["reason"]["enum"]) == waivers.REASONS
