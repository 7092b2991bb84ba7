from __future__ import annotations

import datetime as dt

import pytest
from fake_catalog import TEXTS, FakeCatalog

from govscan.evidence import Artifact, Document, Evidence, HubRecord, Resolved
from govscan.facts import Facts, SourceKind, Unknown
from govscan.identify import identify
from govscan.identify.maker import maker_of
from govscan.identify.sections import sections
from govscan.identify.text import Role, recognize, role_of
from govscan.reference import Location, Reference

NOW = dt.date(2026, 11, 1)
SHA = "0123456789abcdef0123456789abcdef01234567"


def reference(provider: str, name: str, revision: str | None = None, line: int = 1, **more: bool) -> Reference:
    return Reference(provider, name, Location("app.py", line), "python:load", revision=revision, **more)


def facts_of(*references: Reference, evidence: Evidence | None = None) -> Facts:
    identity = references[0].identity
    return identify(identity, references, evidence or Resolved(identity, "hub"), {}, (), NOW, FakeCatalog())


@pytest.mark.parametrize(
    ("one", "pinned"),
    [
        (reference("huggingface", "lab/x", SHA), True),
        (reference("huggingface", "lab/x", SHA.upper()), True),
        (reference("huggingface", "lab/x", SHA[:12]), False),
        (reference("huggingface", "lab/x", "main"), False),
        (reference("huggingface", "lab/x"), False),
        (reference("ollama", "llama9:8b", "sha256:" + "ab" * 32), True),
        (reference("ollama", "llama9:8b"), False),
        (reference("local", "models/house"), True),
        (reference("url", f"https://hub.example/lab/x/resolve/{SHA}/w.bin"), True),
        (reference("url", "https://hub.example/w.bin"), False),
    ],
)
def test_what_counts_as_a_pin(one: Reference, pinned: bool) -> None:
    assert facts_of(one).value("model.revision_pinned") is pinned


def test_one_unpinned_reference_unpins() -> None:
    fact = facts_of(reference("huggingface", "lab/x", SHA), reference("huggingface", "lab/x", None, 9)).get(
        "model.revision_pinned"
    )
    assert fact.value is False
    assert str(fact.source) == "app.py:9"


def test_trusting_remote_code_is_a_matter_of_the_line_that_does() -> None:
    silent = reference("huggingface", "lab/x")
    fact = facts_of(silent, reference("huggingface", "lab/x", None, 4, trust_remote_code=True)).get("model.remote_code")
    assert fact.value is True
    assert fact.source is not None
    assert (fact.source.kind, fact.source.line) == (SourceKind.REFERENCE, 4)


def test_a_config_that_is_no_json_leaves_remote_code_open() -> None:
    identity = reference("huggingface", "lab/x").identity
    config = Document.of("config.json", "lab/x/config.json", b'{"auto_map": ')
    facts = facts_of(reference("huggingface", "lab/x"), evidence=Resolved(identity, "hub", documents=(config,)))
    assert isinstance(facts.get("model.remote_code").value, Unknown)


def test_unsafe_formats_by_name() -> None:
    identity = reference("huggingface", "lab/x").identity
    files = tuple(Artifact(name) for name in ("a/model.safetensors", "pytorch_model.bin", "Model.H5", "notes.md"))
    facts = facts_of(reference("huggingface", "lab/x"), evidence=Resolved(identity, "hub", artifacts=files))
    assert facts.value("artifacts.formats") == ("keras", "pickle", "safetensors")
    assert facts.value("artifacts.unsafe_formats") == ("keras", "pickle")
    assert str(facts.get("artifacts.unsafe_formats").source) == "lab/x/pytorch_model.bin"


def test_a_file_of_weights_is_its_own_list() -> None:
    one = reference("url", "https://hub.example/w.ckpt?download=true")
    assert facts_of(one).value("artifacts.unsafe_formats") == ("pickle",)


def test_hub_metadata() -> None:
    identity = reference("huggingface", "openlab/x").identity
    record = HubRecord(True, "mit", "fill-mask", (), ("lab/data",), "2026-10-02T08:00:00Z", "safe")
    facts = facts_of(reference("huggingface", "openlab/x"), evidence=Resolved(identity, "hub", hub=record))
    assert facts.value("model.gated") is True
    assert facts.value("model.task") == "fill-mask"
    assert facts.value("model.age_days") == 30
    assert facts.value("license.declared") == "MIT"
    assert facts.value("artifacts.hub_scan") == "safe"
    assert facts.value("model.publisher_country") == ("DE",)
    assert facts.get("model.publisher").confidence == 0.9


@pytest.mark.parametrize(
    ("provider", "name", "maker"),
    [
        ("bedrock", "eu.anthropic.claude-9-v1:0", "anthropic"),
        ("bedrock", "us-gov.meta.llama9-v1:0", "meta-llama"),
        ("bedrock", "amazon.nova-pro-v1:0", "amazon"),
        ("bedrock", "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-9", "anthropic"),
        ("bedrock", "arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc123", None),
        ("vertex", "publishers/anthropic/models/claude-9", "anthropic"),
        ("vertex", "claude-9@20260101", "anthropic"),
        ("vertex", "gemini-9-pro", "gemini"),
        ("azure-openai", "my-deployment", "openai"),
        ("openrouter", "qwen/qwen9-8b", "qwen"),
        ("fireworks", "accounts/fireworks/models/llama-v9-8b", "meta-llama"),
        ("huggingface", "acme/base-7b", "acme"),
        ("huggingface", "house", None),
        ("ollama", "qwen9:8b", "Qwen"),
        ("ollama", "somebody/llama-uncensored", None),
        ("local", "openai/whisper", None),
    ],
)
def test_who_made_it(provider: str, name: str, maker: str | None) -> None:
    found = maker_of(provider, name)
    assert (found[0] if found else None) == maker


def test_a_country_that_nobody_knows() -> None:
    facts = facts_of(reference("huggingface", "nowhere/x"))
    assert facts.value("model.publisher") == "Nowhere Collective"
    assert isinstance(facts.get("model.publisher_country").value, Unknown)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("LICENSE", Role.ANY),
        ("License.txt", Role.ANY),
        ("LICENSE.PLM", Role.ANY),
        ("COPYING", Role.ANY),
        ("MODEL_LICENSE", Role.WEIGHTS),
        ("INDEX_MODEL_LICENSE", Role.WEIGHTS),
        ("WEIGHTS_TERMS_OF_USE.md", Role.WEIGHTS),
        ("模型许可协议.txt", Role.WEIGHTS),
        ("model_licenses/LICENSE-VIDEO", Role.WEIGHTS),
        ("LICENSE-CODE", Role.CODE),
        ("LICENSE_DATASET.md", Role.DATA),
        ("Some House LICENSE AGREEMENT", Role.ANY),
        ("USE_POLICY.md", None),
        ("NOTICE", None),
        ("THIRD_PARTY_LICENSES.txt", None),
        ("third_party/LICENSE", None),
        ("license.py", None),
        ("LICENSE.pdf", None),
    ],
)
def test_which_files_are_license_texts(name: str, role: Role | None) -> None:
    assert role_of(name) is role


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("Please refer to license: https://house.example/models/LICENSE", True),
        ("See https://house.example/license for the full text of the license.", True),
        ("Research only. See https://house.example/license", False),
        ("The model is licensed as agreed.", False),
        ("", False),
    ],
)
def test_a_pointer_grants_and_forbids_nothing(text: str, pointer: bool) -> None:
    assert recognize(Document.of("LICENSE", "LICENSE", text.encode()), Role.ANY, FakeCatalog()).pointer is pointer


def test_two_licenses_in_one_file_both_bind() -> None:
    text = f"{TEXTS['MIT']}\n\n{TEXTS['Apache-2.0']}\n"
    found = recognize(Document.of("LICENSE", "LICENSE", text.encode()), Role.ANY, FakeCatalog())
    assert found.claim.expression == "MIT AND Apache-2.0"
    assert found.modified is False


def test_a_sentence_about_a_license_is_not_its_text() -> None:
    found = recognize(Document.of("LICENSE", "LICENSE", b"A stand-in for the MIT License."), Role.ANY, FakeCatalog())
    assert isinstance(found.claim.expression, Unknown)
    assert found.modified is None


def test_a_sibling_is_told_by_what_it_adds() -> None:
    text = TEXTS["LicenseRef-acme-research"]
    found = recognize(Document.of("LICENSE", "LICENSE", text.encode()), Role.ANY, FakeCatalog())
    assert (found.claim.expression, found.modified) == ("LicenseRef-acme-research", False)


def test_sections_outside_of_code_and_with_content() -> None:
    text = "# Model\n\n```\n# not a heading\n```\n## Uses\n### Direct Use\nTalk.\n"
    text += "## Evaluation\n[More Information Needed]\n"
    assert [(section.title, section.line, section.filled) for section in sections(text)] == [
        ("Model", 1, True),
        ("Uses", 6, True),
        ("Direct Use", 7, True),
        ("Evaluation", 9, False),
    ]


def test_underlined_headings() -> None:
    assert [section.title for section in sections("Model\n=====\n\nWords\n\nLimits\n------\nNone known.\n")] == [
        "Model",
        "Limits",
    ]
