"""Identify with the catalog that govscan carries: well-known models, as far as nothing of them was read."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from govscan.catalog import catalog
from govscan.evidence import Document, Evidence, Failure, Resolved, Unresolved
from govscan.facts import Facts, SourceKind, Unknown
from govscan.identify import base_models, identify
from govscan.identify.terms import TERMS, terms_of
from govscan.reference import Identity, Location, Reference

NOW = dt.date(2026, 11, 1)
LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"


def facts_of(evidence: Evidence) -> Facts:
    return identify(evidence.identity, (), evidence, {}, (), NOW)


def test_a_gated_model_is_known_from_the_catalog() -> None:
    identity = Identity("huggingface", "meta-llama/Llama-3.1-8B-Instruct")
    facts = facts_of(Unresolved(identity, Failure.GATED, "the hub asks for consent"))
    concluded = facts.get("license.concluded")
    assert concluded.value == LLAMA
    assert concluded.source is not None
    assert concluded.source.kind is SourceKind.CATALOG
    assert concluded.source.as_of
    assert facts.value("license.commercial_use") == "conditional"
    assert facts.value("license.mau_threshold") == 700_000_000
    assert facts.value("model.publisher_country") == ("US",)


def test_a_permissive_label_on_a_llama_is_named_with_both_sources() -> None:
    text = "---\nlibrary_name: x\nlicense: apache-2.0\ntags: []\nbase_model: meta-llama/Llama-3.1-8B-Instruct\n---\n"
    card = Document.of("README.md", "models/house/README.md", text.encode())
    evidence = Resolved(Identity("local", "models/house"), "local", documents=(card,))
    assert base_models(evidence) == (Identity("huggingface", "meta-llama/Llama-3.1-8B-Instruct"),)
    conflict = facts_of(evidence).value("lineage.base_conflict")
    assert isinstance(conflict, tuple)
    words = (
        "claims Apache-2.0 (models/house/README.md:3); its base meta-llama/Llama-3.1-8B-Instruct "
        f"(models/house/README.md:5) is under {LLAMA} (catalog, as of 20"
    )
    assert any(entry.startswith(words) for entry in conflict)


@pytest.mark.parametrize(
    ("label", "id_"),
    [("apache-2.0", "Apache-2.0"), ("Apache 2.0", "Apache-2.0"), ("mit", "MIT"), ("llama3.1", LLAMA)],
)
def test_labels_of_the_hub(label: str, id_: str) -> None:
    card = Document.of("README.md", "models/house/README.md", f"---\nlicense: {label}\n---\n".encode())
    evidence = Resolved(Identity("local", "models/house"), "local", documents=(card,))
    assert facts_of(evidence).value("license.concluded") == id_


@pytest.mark.parametrize("name", ["modified-mit", "tencent-hunyuan-community"])
def test_a_name_of_several_texts_has_no_terms(name: str) -> None:
    text = f"---\nlicense: other\nlicense_name: {name}\n---\n"
    card = Document.of("README.md", "models/house/README.md", text.encode())
    facts = facts_of(Resolved(Identity("local", "models/house"), "local", documents=(card,)))
    declared = facts.value("license.declared")
    assert isinstance(declared, str)
    assert declared.startswith(f"LicenseRef-{name}")
    assert catalog().license(declared) is None
    assert isinstance(facts.get("license.commercial_use").value, Unknown)


def test_every_license_has_every_term() -> None:
    known = catalog()
    for record in known.licenses():
        assert set(terms_of(record.id, known)) == set(TERMS)


def test_a_bedrock_profile_of_the_eu() -> None:
    reference = Reference(
        *("bedrock", "eu.anthropic.claude-sonnet-4-20250514-v1:0", Location("app.py", 3), "python:converse"),
        region="eu-central-1",
    )
    identity = reference.identity
    facts = identify(identity, [reference], Resolved(identity, "hosted-api"), {}, (), NOW)
    assert facts.value("model.access") == "hosted-api"
    assert facts.value("endpoint.operator_country") is not None
    assert facts.value("endpoint.processing") in ("bounded", "pinned")
    assert facts.value("endpoint.regions")


def test_a_plain_label_imports_nothing_heavy() -> None:
    program = (
        "import sys, datetime as dt\n"
        "from govscan.evidence import Document, Resolved\n"
        "from govscan.identify import identify\n"
        "from govscan.reference import Identity\n"
        "card = Document.of('README.md', 'models/house/README.md', b'---\\nlicense: apache-2.0\\n---\\n')\n"
        "identity = Identity('local', 'models/house')\n"
        "evidence = Resolved(identity, 'local', documents=(card,))\n"
        "facts = identify(identity, (), evidence, {}, (), dt.date(2026, 11, 1))\n"
        "assert facts.value('license.concluded') == 'Apache-2.0'\n"
        "heavy = {'license_expression', 'jsonschema', 'pydantic', 'huggingface_hub', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
