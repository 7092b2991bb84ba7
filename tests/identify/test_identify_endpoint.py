from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from fake_catalog import FakeCatalog

from govscan.evidence import Failure, Resolved, Unresolved
from govscan.facts import ABSENT, Facts, SourceKind, Unknown
from govscan.identify import base_models, identify
from govscan.policy import OwnEndpoint, Place
from govscan.reference import Exposure, ExposureKind, Location, Reference

OWN = OwnEndpoint("llm.house.example", ("DE", "FR"), "House AG", "DE", Place("govscan.yaml", 12, 3))


def facts_of(provider: str, name: str, endpoint: str | None = None, region: str | None = None, **more: Any) -> Facts:
    reference = Reference(
        provider, name, Location("app.py", 5), "python:client", endpoint=endpoint, region=region, **more
    )
    identity = reference.identity
    evidence = (
        Unresolved(identity, Failure.OFFLINE, "nobody asked the network")
        if provider in ("huggingface", "custom")
        else Resolved(identity, "hosted-api")
    )
    return identify(identity, [reference], evidence, {}, (OWN,), dt.date(2026, 11, 1), FakeCatalog())


def reason(facts: Facts, name: str) -> str:
    value = facts.get(name).value
    assert isinstance(value, Unknown), value
    return value.reason


def test_a_default_host_proves_no_place() -> None:
    facts = facts_of("openai", "gpt-9")
    assert facts.value("endpoint.host") == "api.openai.example"
    assert facts.value("endpoint.operator") == "openai operator"
    assert facts.value("endpoint.operator_country") == ("US",)
    assert facts.value("endpoint.processing") == "undetermined"
    assert reason(facts, "endpoint.regions").endswith("processed: depends on the account")
    assert facts.value("model.access") == "hosted-api"


def test_a_provider_that_does_not_pin_is_the_world() -> None:
    assert facts_of("deepseek", "deepseek-chat").value("endpoint.regions") == ("WORLD",)


def test_a_region_places_the_request() -> None:
    facts = facts_of("bedrock", "eu.anthropic.claude-9-v1:0", region="eu-central-1")
    assert facts.value("endpoint.regions") == ("eu-central-1",)
    assert facts.value("endpoint.host") == "rt.eu-central-1.aws.example"
    assert facts.value("model.publisher") == "Anthropic PBC"
    assert facts.value("model.publisher_country") == ("US",)


def test_an_unset_region_is_nobodys_default() -> None:
    facts = facts_of("bedrock", "anthropic.claude-9-v1:0")
    assert "code names no region" in reason(facts, "endpoint.regions")
    assert "does not name" in reason(facts, "endpoint.host")


def test_own_endpoints_come_first() -> None:
    facts = facts_of("openai", "gpt-9", "https://LLM.house.example:8443/v1")
    assert facts.value("endpoint.host") == "llm.house.example"
    assert facts.value("endpoint.regions") == ("DE", "FR")
    assert facts.value("endpoint.operator_group_country") == ("DE",)
    assert facts.value("endpoint.processing") == "bounded"
    source = facts.get("endpoint.regions").source
    assert source is not None
    assert (source.kind, str(source)) == (SourceKind.POLICY, "govscan.yaml:12")


@pytest.mark.parametrize("endpoint", ["$OPENAI_BASE_URL", "${OPENAI_BASE_URL}/v1", "https://$OPENAI_BASE_URL:80"])
def test_a_variable_is_named(endpoint: str) -> None:
    facts = facts_of("openai", "gpt-9", endpoint)
    assert reason(facts, "endpoint.regions") == "set by the environment variable OPENAI_BASE_URL"
    assert reason(facts, "endpoint.host") == "set by the environment variable OPENAI_BASE_URL"


def test_a_template_is_open() -> None:
    assert "template" in reason(facts_of("custom", "m", "{{ .Values.url }}"), "endpoint.host")


@pytest.mark.parametrize(
    ("endpoint", "host", "words"),
    [
        ("http://vllm:8000/v1", "vllm", "private network"),
        ("http://10.0.0.7:8000", "10.0.0.7", "private network"),
        ("http://llm.prod.svc.cluster.local", "llm.prod.svc.cluster.local", "private network"),
        ("https://gateway.partner.example/v1", "gateway.partner.example", "nobody knows who operates"),
    ],
)
def test_a_host_of_ones_own_is_to_be_declared(endpoint: str, host: str, words: str) -> None:
    facts = facts_of("huggingface", "openlab/small", endpoint)
    assert facts.value("model.access") == "self-hosted"
    assert facts.value("endpoint.host") == host
    assert words in reason(facts, "endpoint.regions")
    assert "endpoints:" in reason(facts, "endpoint.regions")
    assert facts.value("license.concluded") == "Apache-2.0"


def test_weights_in_the_program_have_no_endpoint() -> None:
    facts = facts_of("huggingface", "openlab/small")
    assert [fact.name for fact in facts if fact.name.startswith("endpoint.")] == [
        "endpoint.key_written",
        "endpoint.plain_http",
        "endpoint.tls_unverified",
    ]


def test_a_hosted_model_has_no_weight_license() -> None:
    facts = facts_of("openai", "gpt-9")
    weights = ("license.", "lineage.base", "lineage.complete", "card.", "artifacts.", "openness.")
    assert not [fact for fact in facts if fact.name.startswith(weights)]
    assert facts.value("model.revision_pinned") is ABSENT
    assert base_models(Resolved(Reference("openai", "m", Location("a", 1), "x").identity, "hosted-api")) == ()


def test_a_custom_host_leaves_access_open() -> None:
    facts = facts_of("custom", "some-model", "https://gateway.partner.example/v1")
    assert isinstance(facts.get("model.access").value, Unknown)
    assert isinstance(facts.get("license.concluded").value, Unknown)


@pytest.mark.parametrize(
    ("endpoint", "plain"),
    [
        ("http://api.house.example/v1", True),
        ("HTTP://api.house.example:8080", True),
        ("https://api.house.example/v1", False),
        ("api.house.example", False),
        ("http://localhost:8000/v1", False),
        ("http://vllm:8000/v1", False),
        ("http://10.0.0.7/v1", False),
        ("http://llm.team.svc.cluster.local/v1", False),
        (None, False),
    ],
)
def test_plain_http(endpoint: str | None, plain: bool) -> None:
    facts = facts_of("openai", "gpt-9", endpoint)
    assert facts.value("endpoint.plain_http") is plain
    if plain:
        assert str(facts.get("endpoint.plain_http").source) == "app.py:5"


def test_an_address_from_the_environment_may_be_anything() -> None:
    assert "environment variable" in reason(facts_of("openai", "gpt-9", "${LLM_URL}"), "endpoint.plain_http")
    assert "environment variable" in reason(facts_of("openai", "gpt-9", "http://${LLM_HOST}/v1"), "endpoint.plain_http")
    assert facts_of("openai", "gpt-9", "https://${LLM_HOST}/v1").value("endpoint.plain_http") is False


def test_what_code_gives_away_is_said_by_place() -> None:
    key, tls = (Exposure(kind, Location("keys.py", 3)) for kind in ExposureKind)
    facts = facts_of("openai", "gpt-9", exposures=(key,))
    assert (facts.value("endpoint.key_written"), facts.value("endpoint.tls_unverified")) == (True, False)
    assert str(facts.get("endpoint.key_written").source) == "keys.py:3"
    assert str(facts.get("endpoint.tls_unverified").source) == "app.py:5"
    assert facts_of("huggingface", "openlab/small", exposures=(tls,)).value("endpoint.tls_unverified") is True
    nobody = Reference("openai", "gpt-9", Location("a", 1), "x").identity
    unread = identify(nobody, [], Resolved(nobody, "hosted-api"), {}, (), dt.date(2026, 11, 1), FakeCatalog())
    assert unread.value("endpoint.key_written") is False  # no code, nothing written beside it
