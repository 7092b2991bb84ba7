"""Licenses, publishers and models by the names that people write."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.catalog import catalog
from govscan.catalog.names import normalized, spelling
from govscan.facts import ABSENT, Unknown

LLAMA = "LicenseRef-scancode-llama-{}-license-2024"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Apache 2.0", "Apache-2.0"),
        ("apache2", "Apache-2.0"),
        ("APACHE LICENSE 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("mit license", "MIT"),
        ("The MIT License", "MIT"),
        ("bsd_3_clause", "BSD-3-Clause"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("llama2", "LicenseRef-scancode-llama-2-license-2023"),
        ("llama3", "LicenseRef-llama3"),
        ("llama-3", "LicenseRef-llama3"),
        ("llama-3.1", LLAMA.format("3.1")),
        ("llama3.2", LLAMA.format("3.2")),
        ("Llama 3.3", LLAMA.format("3.3")),
        ("llama4", "LicenseRef-scancode-llama-4-cla-2025"),
        ("llama-license", "LicenseRef-scancode-llama-license-2023"),
        ("cc-by-4.0", "CC-BY-4.0"),
        ("cc-by-nc 4.0", "CC-BY-NC-4.0"),
        ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("gemma", "LicenseRef-scancode-gemma-tou-2025-03-24"),
        ("qwen", "LicenseRef-scancode-qwen-2024"),
        ("qwen-research", "LicenseRef-qwen-research"),
        ("tongyi-qianwen", "LicenseRef-scancode-tongyi-qianwen-2023"),
        ("tongyi-qianwen-research", "LicenseRef-tongyi-qianwen-research"),
        ("tencent-hunyuan-a13b", "LicenseRef-tencent-hunyuan-a13b"),
        ("openrail++", "LicenseRef-openrail-pp"),
        ("creativeml-openrail-m", "LicenseRef-scancode-stable-diffusion-2022-08-22"),
        ("bigscience-openrail-m", "LicenseRef-scancode-bigscience-open-rail-m"),
        ("mrl", "LicenseRef-MRL-0.1"),
    ],
)
def test_a_name_means_one_text(name: str, expected: str) -> None:
    record = catalog().license_named(name)
    assert record is not None
    assert record.id == expected


@pytest.mark.parametrize(
    "name",
    ["", "other", "modified-mit", "tencent-hunyuan-community", "cc-by", "cc-by-nc", "cc", "bsd", "gpl", "llama",
     "exaone", "llama3.4", "apache", "proprietary", "openrail"],
)  # fmt: skip
def test_a_name_that_says_too_little_means_none(name: str) -> None:
    assert catalog().license_named(name) is None


@given(st.sampled_from([record.id for record in catalog().licenses()]), st.sampled_from(["upper", "lower", "title"]))
def test_ids_are_found_in_any_case(id_: str, case: str) -> None:
    record = catalog().license(getattr(id_, case)())
    assert record is not None and record.id == id_
    assert catalog().license_named(id_) == record


@given(st.text(max_size=40))
def test_any_text_is_looked_up_without_trouble(name: str) -> None:
    record = catalog().license_named(name)
    assert record is None or spelling(name) in {spelling(each) for each in (record.id, record.name, *record.aliases)}
    assert catalog().license(name) is None or spelling(name)
    assert normalized(normalized(name)) == normalized(name)


def value(id_: str, term: str) -> object:
    record = catalog().license(id_)
    assert record is not None
    return record.terms[term].value


@pytest.mark.parametrize(
    ("id_", "term", "expected"),
    [
        ("MIT", "mau_threshold", ABSENT),
        ("MIT", "territory_excluded", ()),
        ("Apache-2.0", "patent_termination", True),
        ("CC-BY-NC-4.0", "commercial_use", "prohibited"),
        ("GPL-3.0-only", "share_alike", True),
        ("LicenseRef-tencent-hunyuan-a13b", "territory_excluded", ("EU", "GB", "KR")),
        ("LicenseRef-tencent-hunyuan-large", "territory_excluded", ("EU",)),
        ("LicenseRef-tencent-hunyuan-community", "mau_threshold", 100_000_000),
        ("LicenseRef-tencent-hunyuan-community-1M", "mau_threshold", 1_000_000),
        ("LicenseRef-openpangu-1.0", "territory_excluded", ("EU",)),
        ("LicenseRef-kimi-k2-modified-mit", "revenue_threshold_usd", 240_000_000),
        ("LicenseRef-minimax-m2-modified-mit", "revenue_threshold_usd", 30_000_000),
        ("LicenseRef-llama3", "output_training", "prohibited"),
        (LLAMA.format("3.1"), "output_training", "conditional"),
        (LLAMA.format("3.1"), "mau_threshold", 700_000_000),
        ("LicenseRef-scancode-qwen-2024", "commercial_use", "conditional"),
        ("LicenseRef-qwen-research", "commercial_use", "prohibited"),
        ("LicenseRef-scancode-gemma-tou-2025-03-24", "remote_update", True),
        ("LicenseRef-scancode-stability-ai-community-2024", "revenue_threshold_usd", 1_000_000),
        ("LicenseRef-scancode-stability-ai-community-2024", "registration_required", True),
        ("LicenseRef-minimax-m2.5-model", "governing_law", "SG"),
    ],
)
def test_terms_that_were_read(id_: str, term: str, expected: object) -> None:
    assert value(id_, term) == expected


@pytest.mark.parametrize("id_", [LLAMA.format("3.2"), LLAMA.format("3.3"), "LicenseRef-scancode-llama-4-cla-2025"])
def test_what_only_a_linked_policy_excludes_is_not_said_to_be_free(id_: str) -> None:
    record = catalog().license(id_)
    assert record is not None
    assert isinstance(record.terms["territory_excluded"].value, Unknown)


@pytest.mark.parametrize(
    ("org", "country"),
    [("baidu", "CN"), ("PaddlePaddle", "CN"), ("Qwen", "CN"), ("tencent", "CN"), ("Tencent-Hunyuan", "CN"),
     ("openai", "US"), ("deepseek-ai", "CN"), ("moonshotai", "CN"), ("zai-org", "CN"), ("THUDM", "CN"),
     ("MiniMaxAI", "CN"), ("meta-llama", "US"), ("google", "US"), ("mistralai", "FR"), ("black-forest-labs", "US"),
     ("stabilityai", "GB"), ("BAAI", "CN"), ("sentence-transformers", "DE"), ("microsoft", "US"), ("nvidia", "US"),
     ("ibm-granite", "US"), ("01-ai", "CN"), ("bigcode", None), ("bigscience", None), ("CompVis", "DE"),
     ("CohereForAI", "CA"), ("CohereLabs", "CA"), ("allenai", "US"), ("xai-org", "US"), ("facebook", "US"),
     ("LGAI-EXAONE", "KR"), ("naver-hyperclovax", "KR"), ("tiiuae", "AE"), ("apple", "US"), ("Snowflake", "US"),
     ("jinaai", "DE"), ("intfloat", None), ("nomic-ai", "US"), ("EleutherAI", "US"), ("HuggingFaceH4", "US"),
     ("HuggingFaceTB", "US"), ("databricks", "US"), ("TheBloke", None), ("bartowski", None),
     ("dashscope", "CN"), ("qianfan", "CN"), ("hunyuan", "CN"), ("deepseek", "CN"), ("moonshot", "CN"),
     ("zhipu", "CN"), ("minimax", "CN"), ("mistral", "FR"), ("cohere", "CA"), ("gemini", "US"), ("anthropic", "US")],
)  # fmt: skip
def test_publishers(org: str, country: str | None) -> None:
    record = catalog().publisher(org.upper())
    assert record is not None
    assert record.org.lower() == org.lower()
    assert record.country == country
    assert record.certainty in {"documented", "stated", "inferred"}


def test_unknown_names_are_none() -> None:
    assert catalog().publisher("nobody-at-all") is None
    assert catalog().model("nobody/nothing") is None
    assert catalog().license("LicenseRef-nothing") is None


@pytest.mark.parametrize(
    ("name", "license_"),
    [
        ("baidu/ERNIE-4.5-21B-A3B-PT", "Apache-2.0"),
        ("Qwen/Qwen3-8B", "Apache-2.0"),
        ("Qwen/Qwen2.5-7B-Instruct", "Apache-2.0"),
        ("Qwen/Qwen2.5-72B-Instruct", "LicenseRef-scancode-qwen-2024"),
        ("Qwen/Qwen2.5-3B-Instruct", "LicenseRef-qwen-research"),
        ("Qwen/Qwen2.5-Coder-3B-Instruct", "LicenseRef-qwen-research"),
        ("Qwen/Qwen2.5-VL-7B-Instruct", "Apache-2.0"),
        ("Qwen/Qwen3-Embedding-8B", "Apache-2.0"),
        ("Qwen/Qwen-Image", "Apache-2.0"),
        ("tencent/Hunyuan-A13B-Instruct", "LicenseRef-tencent-hunyuan-a13b"),
        ("tencent/HunyuanImage-3.0", "LicenseRef-tencent-hunyuan-community"),
        ("openai/gpt-oss-20b", "Apache-2.0"),
        ("openai/gpt-oss-120b", "Apache-2.0"),
        ("deepseek-ai/DeepSeek-V3.2-Exp", "MIT"),
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "MIT"),
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "MIT"),
        ("deepseek-ai/DeepSeek-V3", "LicenseRef-scancode-deepseek-la-1.0"),
        ("moonshotai/Kimi-K2-Instruct", "LicenseRef-kimi-k2-modified-mit"),
        ("moonshotai/Kimi-K2.5", "LicenseRef-kimi-k2.5-modified-mit"),
        ("zai-org/GLM-4.5-Air", "MIT"),
        ("MiniMaxAI/MiniMax-M2", "LicenseRef-minimax-m2-modified-mit"),
        ("meta-llama/Llama-3.1-8B", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("meta-llama/Meta-Llama-3.1-8B-Instruct", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("google/gemma-3-27b-it", "LicenseRef-scancode-gemma-tou-2025-03-24"),
        ("mistralai/Mistral-Large-Instruct-2411", "LicenseRef-MRL-0.1"),
        ("black-forest-labs/FLUX.1-dev", "LicenseRef-scancode-flux-1-nc"),
        ("black-forest-labs/FLUX.1-schnell", "Apache-2.0"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "LicenseRef-openrail-pp"),
        ("BAAI/bge-m3", "MIT"),
        ("BAAI/bge-large-en-v1.5", "MIT"),
        ("sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0"),
        ("openai/whisper-large-v3-turbo", "MIT"),
        ("bert-base-uncased", "Apache-2.0"),
        ("gpt2", "MIT"),
        ("runwayml/stable-diffusion-v1-5", "LicenseRef-scancode-stable-diffusion-2022-08-22"),
    ],
)
def test_models(name: str, license_: str) -> None:
    record = catalog().model(name.lower())
    assert record is not None
    assert record.license == license_


def test_labels_that_disagree_with_the_text_are_kept() -> None:
    kolors = catalog().model("Kwai-Kolors/Kolors-diffusers")
    minimax = catalog().model("MiniMaxAI/MiniMax-M2")
    assert kolors is not None and minimax is not None
    assert (kolors.declared, kolors.license) == ("apache-2.0", "LicenseRef-kolors")
    assert (minimax.declared, minimax.license) == ("modified-mit", "LicenseRef-minimax-m2-modified-mit")


def test_renames_of_organizations_are_followed() -> None:
    assert catalog().model("THUDM/chatglm-6b") == catalog().model("zai-org/chatglm-6b")
    assert catalog().model("CohereForAI/aya-101") == catalog().model("CohereLabs/aya-101")
    assert catalog().model("bert-base-uncased") == catalog().model("google-bert/bert-base-uncased")


def test_a_distilled_model_keeps_its_own_license_and_names_its_base() -> None:
    record = catalog().model("deepseek-ai/DeepSeek-R1-Distill-Llama-70B")
    assert record is not None
    assert record.license == "MIT"
    assert record.base_models == ("meta-llama/Llama-3.3-70B-Instruct",)


def test_reading_the_catalog_needs_no_yaml_and_no_pydantic() -> None:
    code = (
        "import sys; from govscan.catalog import catalog; catalog().license_named('MIT');"
        "sys.exit(bool({'yaml', 'pydantic', 'license_expression'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
