"""Places: groups, countries, cloud regions, and the tokens that mean different places in different clouds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.regions import CLOUDS, countries, known_names
from govscan.regions.clouds import by_token, tokens_of
from govscan.regions.groups import COUNTRIES, GROUPS


def group(name: str) -> frozenset[str]:
    found = countries(name)
    assert found is not None
    return found


def test_groups_are_nested() -> None:
    assert group("EU") < group("EEA") < group("WORLD")
    assert group("EEA") - group("EU") == {"IS", "LI", "NO"}
    assert group("EFTA") == {"CH", "IS", "LI", "NO"}


def test_sizes_are_those_of_the_day() -> None:
    assert (len(group("EU")), len(group("EEA")), len(group("WORLD"))) == (27, 30, 249)
    assert not {"GB", "CH", "NO"} & group("EU")


@pytest.mark.parametrize(
    ("token", "cloud", "expected"),
    [
        ("DE", None, "DE"),
        ("UK", None, "GB"),
        ("EL", None, "GR"),
        ("US-CA", None, "US"),
        ("de-be", None, "DE"),
        ("uk-eng", None, "GB"),
        ("eu-central-1", None, "DE"),
        ("eu-central-2", None, "CH"),
        ("eu-west-2", None, "GB"),
        ("eu-gb", None, "GB"),
        ("eu-de", None, "DE"),
        ("eu-zurich-1", None, "CH"),
        ("eu-jovanovac-1", None, "RS"),
        ("westeurope", None, "NL"),
        ("West Europe", "azure", "NL"),
        ("northeurope", None, "IE"),
        ("europe-west2", None, "GB"),
        ("gcp:europe-west4", None, "NL"),
        ("AWS:eu-central-1", None, "DE"),
        ("cn-hongkong", None, "HK"),
        ("ap-guangzhou", None, "CN"),
        ("ap-southeast", "volcengine", "MY"),
        ("ap-southeast-1", "aws", "SG"),
        ("ap-southeast-1", "huawei", "HK"),
        ("ap-southeast-3", "aws", "ID"),
        ("ap-southeast-3", "alibaba", "MY"),
        ("ap-southeast-3", "huawei", "SG"),
        ("eu-west-1", "aws", "IE"),
        ("eu-west-1", "alibaba", "GB"),
        ("me-east-1", "alibaba", "AE"),
        ("me-east-1", "huawei", "SA"),
        ("bj", "baidu", "CN"),
        ("bj", None, "BJ"),
        ("DE", "aws", "DE"),
    ],
)
def test_one_country(token: str, cloud: str | None, expected: str) -> None:
    assert countries(token, cloud) == {expected}


@pytest.mark.parametrize("token", ["ap-southeast-1", "ap-southeast-3", "ap-southeast-5", "eu-west-1", "me-east-1"])
def test_tokens_that_clouds_disagree_on_need_a_cloud(token: str) -> None:
    assert countries(token) is None


@pytest.mark.parametrize(
    ("token", "cloud"),
    [
        ("", None),
        (" ", None),
        ("ZZ", None),
        ("ZZ-12", None),
        ("nowhere-1", None),
        ("eu-central-9", "aws"),
        ("eu-de", "aws"),
        ("aws:nowhere-1", None),
        ("nocloud:eu-central-1", None),
        ("eu-central-1", "nocloud"),
        ("EU-", None),
        ("${REGION}", None),
        ("ß", None),
        ("ﬁ", None),
    ],
)
def test_unknown_places_are_none(token: str, cloud: str | None) -> None:
    assert countries(token, cloud) is None


@given(st.sampled_from(known_names()), st.lists(st.booleans(), max_size=40))
def test_every_known_name_is_understood_in_any_case(name: str, upper: list[bool]) -> None:
    flips = upper + [False] * len(name)
    mixed = "".join(c.upper() if up else c.lower() for c, up in zip(name, flips, strict=False))
    found = countries(mixed)
    assert found is not None and found
    assert found == countries(name)
    assert found <= COUNTRIES


@given(st.text(max_size=30), st.sampled_from([None, *CLOUDS]))
def test_any_text_gives_countries_or_none(text: str, cloud: str | None) -> None:
    found = countries(text, cloud)
    assert found is None or (bool(found) and found <= COUNTRIES)


@given(st.sampled_from(sorted(COUNTRIES)))
def test_a_country_is_within_the_world_and_itself(code: str) -> None:
    assert countries(code) == {code}
    assert {code} <= group("WORLD")
    assert countries(f"{code}-1A") == {code}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_tables_hold_countries_only(cloud: str) -> None:
    tokens = tokens_of(cloud)
    assert tokens
    for token in tokens:
        found = by_token(token, cloud)
        assert found is not None and len(found) == 1 and found <= COUNTRIES
        assert countries(token, cloud) == found


def test_groups_are_made_of_countries() -> None:
    assert all(members <= COUNTRIES for members in GROUPS.values())
    assert not set(GROUPS) & COUNTRIES
