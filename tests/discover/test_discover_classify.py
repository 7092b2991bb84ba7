from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.discover import classify


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://api.deepseek.com/v1", "deepseek"),
        ("api.deepseek.com", "deepseek"),
        ("https://notapi.deepseek.com.evil.test", None),
        ("https://fakeapi.openai.com.attacker.test/v1", None),
        ("https://xapi.openai.com", None),
        ("https://eu.api.openai.com/v1", "openai"),
        ("https://acme.openai.azure.com/", "azure-openai"),
        ("https://acme.services.ai.azure.com/models", "azure-openai"),
        ("https://acme.services.ai.azure.com/anthropic/v1", "anthropic"),
        ("https://models.inference.ai.azure.com", "github-models"),
        ("https://api.minimax.io/v1", "minimax"),
        ("https://api.minimaxi.com/v1", "minimax"),
        ("https://api.moonshot.cn/v1", "moonshot"),
        ("https://api.moonshot.ai/v1", "moonshot"),
        ("https://api.z.ai/api/paas/v4", "zhipu"),
        ("https://open.bigmodel.cn/api/paas/v4", "zhipu"),
        ("https://w1.eu-central-1.maas.aliyuncs.com/v1", "dashscope"),
        ("https://ark.cn-beijing.volces.com/api/v3", "volcengine"),
        ("https://tos-s3-cn-beijing.volces.com", None),
        ("https://bedrock-runtime.eu-west-1.amazonaws.com", "bedrock"),
        ("https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com", "bedrock"),
        ("https://bedrock-mantle.us-east-1.api.aws/v1", "bedrock"),
        ("https://aws-external-anthropic.us-east-1.api.aws", "anthropic"),
        ("https://s3.eu-west-1.amazonaws.com", None),
        ("https://europe-west1-aiplatform.googleapis.com", "vertex"),
        ("https://aiplatform.eu.rep.googleapis.com", "vertex"),
        ("https://user:key@API.Groq.com:443/openai", "groq"),
        ("http://localhost:11434/v1", "ollama"),
        ("http://ollama:8080", "ollama"),
        ("http://localhost:8000/v1", None),
        ("https://api-inference.modelscope.cn/v1", None),
        ("https://router.huggingface.co/v1", "huggingface-inference"),
        ("$OPENAI_BASE_URL", None),
        ("http://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_provider_of_url(url: str | None, provider: str | None) -> None:
    assert classify.provider_of_url(url) == provider


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Qwen/Qwen3-8B", True),
        ("BAAI/bge-small-en-v1.5", True),
        ("openai/whisper-base", True),
        ("01-ai/Yi-6B", True),
        ("application/json", False),
        ("Europe/Berlin", False),
        ("actions/checkout", False),
        ("ghcr.io/image", False),
        ("kubernetes.io/hostname", False),
        ("@xenova/transformers", False),
        ("data/models.jsonl", False),
        ("models/llama.gguf", False),
        ("chat/completions", False),
        ("org/name/part", False),
        ("name", False),
        ("0.0.0.0/1", False),
        ("org/na me", False),
        ("org/name@main", False),
        ("/etc", False),
        ("org/", False),
    ],
)
def test_is_hub_id(text: str, verdict: bool) -> None:
    assert classify.is_hub_id(text) is verdict


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("org/name@main", ("org/name", "main")),
        ("org/name", ("org/name", None)),
        ("claude-sonnet-4@20250514", ("claude-sonnet-4@20250514", None)),
        ("Microsoft.ManagedIdentity/x@2023-01-31", ("Microsoft.ManagedIdentity/x@2023-01-31", None)),
        ("actions/checkout@v4", ("actions/checkout@v4", None)),
        ("org/name@", ("org/name@", None)),
    ],
)
def test_split_revision(name: str, parts: tuple[str, str | None]) -> None:
    assert classify.split_revision(name) == parts


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("gpt-5.4-mini", "openai"),
        ("ft:gpt-4o-mini:acme::1", "openai"),
        ("gpt2", None),
        ("gpt-oss-20b", None),
        ("gpt-neo-1.3B", None),
        ("o3-mini", "openai"),
        ("claude-opus-5-5", "anthropic"),
        ("anthropic.claude-v2:1", "bedrock"),
        ("google.gemma-3-4b-it", "bedrock"),
        ("google.api_core", None),
        ("google.cloud.location_v3", None),
        ("openai.types", None),
        ("eu.anthropic.claude-sonnet-4-5-v1:0", "bedrock"),
        ("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.x", "bedrock"),
        ("hunyuan-turbos-latest", "hunyuan"),
        ("ERNIE-4.0-8K", "qianfan"),
        ("qwen-max", "dashscope"),
        ("qwen2:7b", None),
        ("MiniMax-M2", "minimax"),
        ("glm-4.6", "zhipu"),
        ("kimi-k2", "moonshot"),
        ("doubao-pro-32k", "volcengine"),
        ("a sentence about gpt-4", None),
        ("claude-x.gguf", None),
        ("", None),
    ],
)
def test_hosted_provider_of_name(name: str, provider: str | None) -> None:
    assert classify.hosted_provider_of_name(name) == provider


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("bedrock/eu.anthropic.claude-x", ("bedrock", "eu.anthropic.claude-x")),
        ("bedrock/converse/anthropic.claude-x", ("bedrock", "anthropic.claude-x")),
        ("huggingface/org/name", ("huggingface", "org/name")),
        ("openai:gpt-5.4", ("openai", "gpt-5.4")),
        ("google-gla:gemini-2.5-pro", ("gemini", "gemini-2.5-pro")),
        ("mistral:7b", (None, "mistral:7b")),
        ("mistral:latest", (None, "mistral:latest")),
        ("acme/model", (None, "acme/model")),
        ("openai/", (None, "openai/")),
    ],
)
def test_split_prefix(name: str, parts: tuple[str | None, str]) -> None:
    assert classify.split_prefix(name) == parts


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://huggingface.co/org/name/resolve/main/model.gguf", ("huggingface", "org/name", "main")),
        ("https://huggingface.co/org/name", ("huggingface", "org/name", None)),
        ("https://hf-mirror.com/org/name.git", ("huggingface", "org/name", None)),
        ("https://modelscope.cn/models/org/name", ("modelscope", "org/name", None)),
        ("hf://org/name@rev", ("huggingface", "org/name", "rev")),
        ("https://huggingface.co/datasets/org/name", None),
        ("https://huggingface.co/docs/transformers", None),
        ("https://example.org/org/name", None),
    ],
)
def test_hub_id_of_url(url: str, found: tuple[str, str, str | None] | None) -> None:
    assert classify.hub_id_of_url(url) == found


@pytest.mark.parametrize(
    ("name", "endpoint", "expected"),
    [
        ("gpt-5.4", None, "openai"),
        ("deepseek-chat", "https://api.deepseek.com", "deepseek"),
        ("Qwen/Qwen3-8B", "http://vllm:8000/v1", "huggingface"),
        ("gpt-5.4", "http://gateway.acme.test/v1", "custom"),
        ("gpt-5.4", "$GATEWAY", "custom"),
    ],
)
def test_provider_of_served_name(name: str, endpoint: str | None, expected: str) -> None:
    assert classify.provider_of_served_name(name, endpoint, "openai")[0] == expected


ANY = st.one_of(st.text(max_size=60), st.from_regex(r"[a-z./:@\\-]{0,40}", fullmatch=True))


@given(ANY)
def test_every_text_is_classified_without_error(text: str) -> None:
    classify.provider_of_url(text)
    classify.hub_id_of_url(text)
    classify.is_local_path(text)
    classify.provider_of_loose_name(text)
    classify.hosted_provider_of_name(text)
    provider, rest = classify.split_prefix(text)
    assert rest == text if provider is None else text.endswith(rest)


@given(st.from_regex(r"[a-z]{2,8}/[a-z]{2,8}", fullmatch=True), st.from_regex(r"[0-9a-f]{7,40}", fullmatch=True))
def test_a_glued_revision_comes_off_whole(name: str, revision: str) -> None:
    if classify.is_hub_id(name):
        assert classify.split_revision(f"{name}@{revision}") == (name, revision)
