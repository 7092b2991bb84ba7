"""What holds for every text: it is read, in bounds, and a span lies in the text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.facts import ABSENT, Unknown
from govscan.identify.clauses import read_clauses
from govscan.identify.clauses.clause import LONGEST_QUOTE
from govscan.identify.clauses.decide import TERMS
from govscan.identify.clauses.passages import fold, passages
from govscan.limits import CLAUSE_CHARACTERS
from govscan.vocabulary import VOCABULARY

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
HEAD = 'We grant you a license to use and copy the model, subject to this license. It is provided "as is".\n'
PIECES = [
    *(
        "You must not use the outputs ",
        "to improve any other model. ",
        "commercial use ",
        "only ",
        "more than ",
        "\n",
        "\n\n",
    ),
    *("100 million monthly active users ", "$5 million in revenue ", "Territory means the world excluding the EU. "),
    *(
        "governed by the laws of France. ",
        "不得",
        "商业用途",
        "月活跃用户超过1亿",
        "。",
        ";",
        ":",
        "1. ",
        "(a) ",
        "- ",
        '"',
        "“",
        "\u0130",
    ),
    *(
        "military ",
        "shall display ",
        '"Built with X" ',
        "NOTICE file ",
        "you institute litigation ",
        "# ",
        "a",
        "\t",
        "\x00",
    ),
]
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@given(TEXTS, st.booleans())
def test_every_text_is_read_and_every_span_lies_in_it(text: str, licensed: bool) -> None:
    text = HEAD + text if licensed else text
    lines = text.split("\n")
    readings = read_clauses(text)
    assert set(readings) == set(TERMS)
    for term, reading in readings.items():
        if not isinstance(reading.value, Unknown):
            assert f"license.{term}" in VOCABULARY
        for clause in reading.clauses:
            assert 1 <= clause.line <= clause.end_line <= len(lines)
            assert clause.quote
            assert len(clause.quote) <= LONGEST_QUOTE
            word = re.split(r"[\s*`<>#]", clause.quote.strip())[0]
            place = lines[clause.line - 1 : clause.end_line]  # Chinese lines are joined without a space
            assert word in "\n".join(place) or word in "".join(line.strip() for line in place)


@given(TEXTS)
def test_a_passage_is_as_long_folded_as_written(text: str) -> None:
    assert len(fold(text)) == len(text)
    for passage in passages(text):
        assert len(passage.text) == len(passage.written)


def test_every_term_is_a_fact() -> None:
    assert {f"license.{term}" for term in TERMS} <= set(VOCABULARY)


def test_a_permissive_license_has_its_known_absences() -> None:
    readings = read_clauses(APACHE)
    said = {term: reading.value for term, reading in readings.items()}
    assert said["commercial_use"] == "allowed"
    assert said["mau_threshold"] is ABSENT
    assert (said["notice_file"], said["state_changes"], said["patent_termination"]) == (True, True, True)
    assert (said["share_alike"], said["military_prohibited"], said["naming_duty"]) == (False, False, "none")
    assert readings["mau_threshold"].clauses == ()


def test_an_added_sentence_is_seen_with_its_line() -> None:
    text = APACHE + "\nIf your product has more than 5 million monthly active users, you must ask us for a license.\n"
    reading = read_clauses(text)["mau_threshold"]
    assert reading.value == 5_000_000
    assert reading.clauses[0].line == len(text.split("\n")) - 1
    assert read_clauses(text)["commercial_use"].value == "conditional"


@pytest.mark.parametrize("text", ["", "\n", "import os\nprint(os.name)\n" * 50, "The sea is wide. " * 200, "x" * 1000])
def test_what_is_no_license_says_nothing(text: str) -> None:
    assert all(isinstance(reading.value, Unknown) and not reading.clauses for reading in read_clauses(text).values())


def test_what_was_not_read_to_its_end_has_no_known_absences() -> None:
    readings = read_clauses(APACHE + "\n" * CLAUSE_CHARACTERS)
    assert readings["notice_file"].value is True
    assert isinstance(readings["mau_threshold"].value, Unknown)


def test_places_of_several_passages_are_joined() -> None:
    text = HEAD + "You must not use the model in the EU.\nThis license does not apply in Japan.\n"
    reading = read_clauses(text)["territory_excluded"]
    assert reading.value == reading.clauses[0].value == ("EU", "JP")
    assert [clause.line for clause in reading.clauses] == [2, 3]


HOSTILE = {
    "one word": "a" * CLAUSE_CHARACTERS,
    "openings": "must not use commercial or outputs " * 12_000,
    "items": "1. you must\n" * 30_000,
    "figures": "1 million monthly active users more than " * 10_000,
    "places": "territory excluding the european union, " * 10_000,
    "quotes": '"' * CLAUSE_CHARACTERS,
    "signs": "不得商业使用第三方输出" * 36_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name: str) -> None:
    start = time.process_time()
    read_clauses(HEAD + HOSTILE[name])
    assert time.process_time() - start < 5


def test_a_license_is_read_in_a_moment() -> None:
    text = APACHE * 3
    read_clauses(text)  # compiles the patterns
    start = time.process_time()
    for _ in range(5):
        read_clauses(text)
    assert (time.process_time() - start) / 5 < 0.25
