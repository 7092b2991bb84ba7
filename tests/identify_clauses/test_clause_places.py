"""Names of jurisdictions, and the law that is meant among several."""

from __future__ import annotations

import pytest

from govscan.identify.clauses.places import law_of, places

LAWS = {
    "the state of california": "US-CA",
    "the united states and the state of delaware": "US-DE",
    "the united states": "US",
    "china (excluding hong kong, macau and taiwan)": "CN",
    "the hong kong special administrative region of the people's republic of china": "HK",
    "中华人民共和国香港特别行政区": "HK",
    "中华人民共和国大陆地区(不包括香港、澳门和台湾)": "CN",
    "the republic of korea": "KR",
    "england and wales": "GB",
    "新加坡": "SG",
    "japan without regard to the laws of france": "JP",
    "the moon": None,
}


@pytest.mark.parametrize("words", LAWS)
def test_the_law_that_is_meant(words: str) -> None:
    assert law_of(words) == LAWS[words]


def test_places_are_whole_words() -> None:
    assert places("indiana jones used neutral eucalyptus in ukelele shops")[0].code == "US-IN"
    assert [place.code for place in places("neutral eucalyptus, ukelele")] == []


def test_a_list_keeps_its_order() -> None:
    words = "the european union, the united kingdom, and south korea"
    assert [place.code for place in places(words)] == ["EU", "GB", "KR"]
