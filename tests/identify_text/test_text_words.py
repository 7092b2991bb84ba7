"""What leaves no trace in the words of a text, and what does."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govscan.catalog.fingerprints.words import BLANK, hash_of, shingles, words
from govscan.limits import LICENSE_CHARACTERS


def same(one: str, other: str) -> bool:
    return words(one).hashes == words(other).hashes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Boat may leak.", "the boat MAY leak"),
        ('"as is" - without', "“as is” – without"),
        ("lost hats, or any\nfish", "lost\nhats,   or any fish"),
        ("# Title\n\n**You** may _sail_ it.", "Title\n\nYou may sail it."),
        ("<p>You may <b>sail</b> it.</p>", "You may sail it."),
        ("A &amp; B &quot;C&quot;", 'A & B "C"'),
        ("see https://example.org/x", "see http://www.example.org/x"),
        ("see [the sign](https://example.org/sign)", "see the sign"),
        ("First.\n\n1. You may.\n\n2. You must.", "First.\n\n- You may.\n\n* You must."),
        ("It (a) sails and (b) leaks.", "It (i) sails and (ii) leaks."),
        ("// You may\n// sail it", "# You may\n# sail it"),
        ("dnl You may\ndnl sail it", "You may sail it"),
        (
            "Copyright (c) 2020 Jane Roe\n\nYou may.",
            "© 2019-2024 The Authors. All rights reserved.\n\nYou may.",
        ),
        ("by [fullname] in [year]", "by <name of author> in {yyyy}"),
        ("The licence of an organisation", "The license of an organization"),
        ("\ufeffof\ufb01ce\u00ad", "office"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("许可协议。", "许可 协议"),
    ],
)
def test_dress_leaves_no_trace(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You must not sail.", "You must sail."),
        ("more than 500 users", "more than 5000 users"),
        ("a term of thirty (30) days", "a term of thirty (60) days"),
        ("under the Sign License, v. 2.0.", "under the Sign License, v. 3.0."),
        ("Copyright 2024 Harbor. You may not sell.", "Copyright 2024 Harbor."),
        ("<!-- no commercial use -->You may.", "You may."),
        ("不得出售", "得出售"),
        ("in the European Union", "in the United States"),
    ],
)
def test_what_is_said_leaves_a_trace(one: str, other: str) -> None:
    assert not same(one, other)


def test_lines_are_those_of_the_file() -> None:
    said = words("one\r\n\r\ntwo three\r\n\r\n<p>\r\nfour</p>")
    assert [said.line(at) for at in range(4)] == [1, 3, 3, 6]
    assert said.quote(1, 4) == "two three <p> four"


def test_a_placeholder_is_the_blank() -> None:
    assert list(words("<name of author>").hashes) == [BLANK]
    assert hash_of("author") != BLANK


@given(st.text(max_size=2_000))
@settings(max_examples=150, deadline=None)
def test_any_text_has_words_with_ascending_lines(text: str) -> None:
    said = words(text)
    lines = [said.line(at) for at in range(len(said.hashes))]
    assert lines == sorted(lines)
    assert not lines or 1 <= lines[-1] <= text.count("\n") + text.count("\r") + 1
    assert len(shingles(said.hashes)) == max(0, len(said.hashes) - 4)
    if said.hashes:
        assert len(said.quote(0, len(said.hashes), 40)) <= 40


@given(st.text(st.sampled_from("<>[](){}&;#*.-\n \tcopyright©1a. "), max_size=400))
@settings(max_examples=150, deadline=None)
def test_dress_alone_is_read(text: str) -> None:
    assert len(words(text).hashes) <= len(text)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "[name ", "](http:", "{{", "1. ", "(a) ", "copyright (c) ", "&amp", "\n", "<style>"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    start = time.perf_counter()
    said = words(text)
    assert time.perf_counter() - start < 5
    assert said.cut
    assert len(said.text) <= LICENSE_CHARACTERS
