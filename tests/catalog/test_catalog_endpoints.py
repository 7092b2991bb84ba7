"""What a host, a region argument and a model name allow one to conclude. Every trap that was met has a case."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.catalog import COMPILED, catalog
from govscan.catalog.records import EndpointRecord
from govscan.regions import countries

ROWS = json.loads(COMPILED.read_text(encoding="utf-8"))["endpoints"]
SAMPLES = {"aws": "eu-central-1", "azure": "westeurope", "gcp": "europe-west4", "alibaba": "eu-central-1",
           "huawei": "ap-southeast-1", "ibm": "eu-de", "volcengine": "cn-beijing"}  # fmt: skip


def ask(provider: str, host: str | None = None, region: str | None = None, model: str = "m") -> EndpointRecord:
    record = catalog().endpoint(provider, host, region, model)
    assert record is not None
    return record


def conclusion(record: EndpointRecord) -> tuple[str, tuple[str, ...]]:
    return record.processing, record.regions


UNDETERMINED = ("undetermined", ())
WORLD = ("unbounded", ("WORLD",))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['provider']}-{row['product']}")
def test_every_host_of_every_row_finds_itself(row: dict[str, object]) -> None:
    patterns = row["hosts"]
    assert isinstance(patterns, list)
    model = f"{row.get('model_prefix', '')}model{(row.get('model_suffix') or [''])[0]}"  # type: ignore[index]
    region = None if row.get("own_host") else (row.get("region_names") or [None])[0]  # type: ignore[index]
    for pattern in patterns:
        sample = SAMPLES.get(str(row["cloud"]), "x")
        host = pattern.replace("{region}", sample).replace("*", "acme")
        record = catalog().endpoint(str(row["provider"]), f"https://{host.upper()}:443/v1", region, model)
        assert record is not None
        assert record.product == row["product"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["default"]], ids=lambda row: row["product"])
def test_defaults_answer_without_a_host(row: dict[str, object]) -> None:
    model = f"{row.get('model_prefix', '')}model{(row.get('model_suffix') or [''])[0]}"  # type: ignore[index]
    record = catalog().endpoint(str(row["provider"]), None, None, model)
    assert record is not None and record.provider == row["provider"]


@pytest.mark.parametrize(
    ("region", "model", "expected"),
    [
        ("eu-central-1", "anthropic.claude-sonnet-4", ("pinned", ("DE",))),
        ("eu-west-2", "anthropic.claude-sonnet-4", ("pinned", ("GB",))),
        (None, "anthropic.claude-sonnet-4", UNDETERMINED),
        ("${AWS_REGION}", "anthropic.claude-sonnet-4", UNDETERMINED),
        ("eu-central-1", "global.anthropic.claude-sonnet-4", WORLD),
        ("eu-central-1", "us.anthropic.claude-sonnet-4", ("bounded", ("US",))),
        (None, "us.amazon.nova-pro-v1:0", ("bounded", ("US",))),
        ("us-gov-west-1", "us-gov.anthropic.claude", ("bounded", ("US",))),
        ("ap-northeast-1", "jp.anthropic.claude", ("bounded", ("JP",))),
        ("ap-southeast-2", "au.anthropic.claude", ("bounded", ("AU",))),
        ("eu-central-1", "EU.anthropic.claude", ("bounded", ("EU", "GB"))),
        (None, "arn:aws:bedrock:eu-west-3:1:inference-profile/eu.anthropic.claude", ("bounded", ("EU", "GB"))),
        (None, "arn:aws:bedrock:eu-west-3:1:inference-profile/global.anthropic.claude", WORLD),
        ("eu-west-3", "arn:aws:bedrock:eu-west-3:1:application-inference-profile/a1", UNDETERMINED),
        ("us-east-1", "arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude", ("pinned", ("FR",))),
        (None, "arn:aws:bedrock:eu-west-3:1:provisioned-model/a1", ("pinned", ("FR",))),
        ("eu-central-1", "zz.anthropic.claude", UNDETERMINED),
    ],
)
def test_bedrock_profiles_beat_the_region(region: str | None, model: str, expected: tuple[str, object]) -> None:
    assert conclusion(ask("bedrock", region=region, model=model)) == expected


def test_a_profile_against_the_region_is_noted() -> None:
    assert "outside" in ask("bedrock", region="eu-central-1", model="us.anthropic.claude").note
    assert "outside" not in ask("bedrock", region="us-east-1", model="us.anthropic.claude").note
    assert "London" in ask("bedrock", region="eu-central-1", model="eu.anthropic.claude").note


def test_the_host_of_bedrock_beats_the_argument() -> None:
    host = "bedrock-runtime.eu-central-1.amazonaws.com"
    assert conclusion(ask("bedrock", host, "us-east-1", "amazon.nova")) == ("pinned", ("DE",))
    assert conclusion(ask("bedrock", "bedrock-mantle.us-east-1.api.aws")) == ("pinned", ("US",))
    assert conclusion(ask("bedrock", "bedrock-runtime.eusc-de-east-1.amazonaws.eu")) == ("pinned", ("DE",))
    assert conclusion(ask("bedrock", "bedrock-runtime.{region}.amazonaws.com", "eu-west-3")) == ("pinned", ("FR",))


@pytest.mark.parametrize(
    ("provider", "host", "region", "model", "expected"),
    [
        # no location is the world, a region is a country, a multi-region is a set
        ("vertex", None, None, "gemini-2.5-pro", WORLD),
        ("vertex", None, "global", "gemini-2.5-pro", WORLD),
        ("vertex", "aiplatform.googleapis.com", None, "m", WORLD),
        ("vertex", None, "europe-west4", "m", ("pinned", ("NL",))),
        ("vertex", "europe-west2-aiplatform.googleapis.com", None, "m", ("pinned", ("GB",))),
        ("vertex", None, "eu", "m", ("bounded", ("EU",))),
        ("vertex", "aiplatform.eu.rep.googleapis.com", None, "m", ("bounded", ("EU",))),
        ("vertex", None, "nowhere-1", "m", UNDETERMINED),
        ("gemini", None, None, "m", WORLD),
        # neither region nor deployment type is in the host
        ("azure-openai", None, None, "gpt-4o", UNDETERMINED),
        ("azure-openai", "acme-sweden.openai.azure.com", None, "gpt-4o", UNDETERMINED),
        ("azure-openai", "acme.openai.azure.com", "swedencentral", "gpt-4o", UNDETERMINED),
        ("azure-openai", "westeurope.api.cognitive.microsoft.com", None, "gpt-4o", UNDETERMINED),
        ("azure-openai", "acme.services.ai.azure.com", None, "claude", UNDETERMINED),
        ("azure-openai", "acme.openai.azure.us", None, "gpt-4o", ("bounded", ("US",))),
        # DashScope: hosts name storage, not inference
        ("dashscope", None, None, "qwen-plus", ("pinned", ("CN",))),
        ("dashscope", None, "cn-beijing", "qwen-plus", ("pinned", ("CN",))),
        ("dashscope", "dashscope-intl.aliyuncs.com", None, "qwen-plus", WORLD),
        ("dashscope", "dashscope-us.aliyuncs.com", None, "qwen-plus", WORLD),
        ("dashscope", "dashscope-us.aliyuncs.com", None, "qwen-plus-us", ("pinned", ("US",))),
        ("dashscope", None, "us-east-1", "qwen-plus-us", ("pinned", ("US",))),
        ("dashscope", "cn-hongkong.dashscope.aliyuncs.com", None, "qwen-plus", ("pinned", ("HK",))),
        ("dashscope", "ws1.eu-central-1.maas.aliyuncs.com", None, "qwen-plus", UNDETERMINED),
        ("dashscope", None, "eu-central-1", "qwen-plus", UNDETERMINED),
        ("dashscope", "ws1.cn-beijing.maas.aliyuncs.com", None, "qwen-plus", ("pinned", ("CN",))),
        # OpenAI
        ("openai", None, None, "gpt-4o", WORLD),
        ("openai", "https://api.openai.com/v1", None, "gpt-4o", WORLD),
        ("openai", None, "us", "gpt-4o", ("pinned", ("US",))),
        ("openai", "us.api.openai.com", None, "gpt-4o", ("pinned", ("US",))),
        ("openai", "jp.api.openai.com", None, "gpt-4o", UNDETERMINED),
        # Anthropic has no EU inference of its own
        ("anthropic", None, None, "claude", WORLD),
        ("anthropic", None, "global", "claude", WORLD),
        ("anthropic", None, "us", "claude", ("pinned", ("US",))),
        ("anthropic", "aws-external-anthropic.eu-central-1.api.aws", None, "claude", UNDETERMINED),
        # a European operator, an unpinned default
        ("mistral", None, None, "mistral-large", WORLD),
        ("mistral", "api.mistral.ai", None, "mistral-large", WORLD),
        ("mistral", "api.eu.mistral.ai", None, "mistral-large", ("bounded", ("EU",))),
        ("mistral", None, "eu", "mistral-large", ("bounded", ("EU",))),
        ("nebius", "api.studio.nebius.com", None, "m", WORLD),
        # relays and documented absence of a pin
        ("openrouter", None, None, "m", WORLD),
        ("openrouter", "eu.openrouter.ai", None, "m", ("bounded", ("EEA", "GB", "CH"))),
        ("huggingface-inference", None, None, "m", WORLD),
        ("fireworks", None, None, "m", WORLD),
        ("xai", None, None, "m", WORLD),
        ("xai", "us.api.x.ai", None, "m", ("pinned", ("US",))),
        ("xai", "eu-west-1.api.x.ai", None, "m", UNDETERMINED),
        # China
        ("deepseek", None, None, "deepseek-chat", ("pinned", ("CN",))),
        ("qianfan", None, None, "ernie-4.5", UNDETERMINED),
        ("hunyuan", None, "ap-guangzhou", "hunyuan-turbo", UNDETERMINED),
        ("hunyuan", "tokenhub.tencentcloudmaas.com", None, "m", ("pinned", ("CN",))),
        ("hunyuan", "tokenhub-intl.tencentcloudmaas.com", None, "m", UNDETERMINED),
        # region tokens of other clouds
        ("volcengine", None, None, "doubao", ("pinned", ("CN",))),
        ("volcengine", "ark.cn-beijing.volces.com", None, "doubao", ("pinned", ("CN",))),
        ("volcengine", "ark.ap-southeast.bytepluses.com", None, "doubao", ("pinned", ("MY",))),
        ("volcengine", "ark.eu-west.bytepluses.com", None, "doubao", ("pinned", ("IE",))),
        ("huawei", "api-ap-southeast-1.modelarts-maas.com", None, "m", ("pinned", ("HK",))),
        ("watsonx", "eu-gb.ml.cloud.ibm.com", None, "m", ("pinned", ("GB",))),
        ("watsonx", "ap-south-1.aws.wxai.ibm.com", None, "m", ("pinned", ("IN",))),
        ("watsonx", None, None, "m", UNDETERMINED),
        # a local host that is not local
        ("ollama", None, None, "gpt-oss:120b-cloud", UNDETERMINED),
        ("ollama", "http://localhost:11434", None, "minimax-m2:cloud", UNDETERMINED),
    ],
)  # fmt: skip
def test_conclusions(
    provider: str, host: str | None, region: str | None, model: str, expected: tuple[str, object]
) -> None:
    assert conclusion(ask(provider, host, region, model)) == expected


def test_openai_in_europe_is_bounded_and_conditional() -> None:
    by_host, by_argument = ask("openai", "eu.api.openai.com"), ask("openai", region="eu")
    assert by_host == by_argument
    assert by_host.processing == "bounded"
    assert "eligible" in by_host.note


@pytest.mark.parametrize(
    ("provider", "host", "operator", "group"),
    [
        ("minimax", "api.minimax.io", "SG", "CN"),
        ("minimax", "api.minimaxi.com", "CN", "CN"),
        ("moonshot", "api.moonshot.ai", "SG", "CN"),
        ("moonshot", "api.moonshot.cn", "CN", "CN"),
        ("zhipu", "api.z.ai", "SG", "CN"),
        ("zhipu", "open.bigmodel.cn", "CN", "CN"),
        ("siliconflow", "api.siliconflow.com", "SG", "CN"),
        ("siliconflow", "api.siliconflow.cn", "CN", "CN"),
        ("dashscope", "dashscope-intl.aliyuncs.com", "SG", "CN"),
        ("dashscope", "dashscope.aliyuncs.com", "CN", "CN"),
        ("bedrock", "bedrock-runtime.eusc-de-east-1.amazonaws.eu", "DE", "US"),
    ],
)
def test_twins_have_one_group_and_two_operators(provider: str, host: str, operator: str, group: str) -> None:
    record = ask(provider, host)
    assert (record.operator_country, record.operator_group_country) == (operator, group)


@pytest.mark.parametrize("provider", ["minimax", "moonshot", "zhipu", "siliconflow"])
def test_twins_without_a_host_are_undetermined(provider: str) -> None:
    record = ask(provider)
    assert conclusion(record) == UNDETERMINED
    assert record.operator_country is None
    assert record.operator_group_country == "CN"


def test_the_host_says_who_answers_a_compatible_client() -> None:
    assert ask("openai", "https://api.deepseek.com/v1", None, "deepseek-chat").provider == "deepseek"
    assert ask("custom", "api.moonshot.cn").provider == "moonshot"


@pytest.mark.parametrize(
    ("provider", "host", "model"),
    [
        ("openai", "http://vllm:8000/v1", "Qwen/Qwen3-8B"),
        ("openai", "evil-api.openai.com.example.org", "m"),
        ("custom", None, "m"),
        ("custom", "${BASE_URL}", "m"),
        ("huggingface", None, "Qwen/Qwen3-8B"),
        ("ollama", "localhost:11434", "llama3"),
        ("ollama", None, "llama3"),
        ("openai", "https://[::1", "m"),
        ("openai", "https://[::1]:8000", "m"),
    ],
)
def test_a_host_that_nobody_knows_is_none(provider: str, host: str | None, model: str) -> None:
    assert catalog().endpoint(provider, host, None, model) is None


@given(
    st.sampled_from(sorted({row["provider"] for row in ROWS})),
    st.one_of(st.none(), st.text(max_size=60), st.sampled_from([host for row in ROWS for host in row["hosts"]])),
    st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["eu-central-1", "us", "eu", "global"])),
    st.text(max_size=40),
)
def test_any_input_gives_a_sound_conclusion_or_none(
    provider: str, host: str | None, region: str | None, model: str
) -> None:
    record = catalog().endpoint(provider, host, region, model)
    if record is None:
        return
    assert all(countries(place) for place in record.regions)
    assert bool(record.regions) != (record.processing == "undetermined")
    assert (record.regions == ("WORLD",)) == (record.processing == "unbounded")
    if record.processing == "pinned":
        place = countries(record.regions[0])
        assert len(record.regions) == 1 and place is not None and len(place) == 1
