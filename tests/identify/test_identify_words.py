"""Texts are looked at by words before by patterns: the words never hide a match."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govscan.evidence import Document
from govscan.identify import asked, openness, prose, teachers
from govscan.identify.body import read_body
from govscan.identify.coverage import GPAI, TEMPLATE, headings_of, unsaid
from govscan.identify.expression import _listed, _on_spdx_list
from govscan.identify.frontmatter import FrontMatter
from govscan.identify.sections import sections

ASCII = st.characters(max_codepoint=127)


def compiled(lazy: Any) -> re.Pattern[str]:
    return re.compile(*lazy._source)


@pytest.mark.parametrize("item", sorted(GPAI))
@settings(max_examples=60)
@given(data=st.data())
def test_items_are_found_as_their_patterns_find_them(item: str, data: st.DataObject) -> None:
    alone = re.compile(GPAI[item], re.IGNORECASE | re.ASCII)
    inside = st.from_regex(alone) if not alone.pattern.isascii() else st.from_regex(alone, alphabet=ASCII)
    text = data.draw(st.one_of(st.text(ASCII, max_size=20), inside, inside.map(str.upper), inside.map(str.title)))
    assume(text.isascii())
    assert (item not in unsaid(text)) is bool(alone.search(text))


def test_items_are_found_in_any_language() -> None:
    assert "license (XII 1h)" not in unsaid("本模型采用MIT许可")
    assert "interaction with hardware or software (XII 1d)" not in unsaid("使用GPU推理")
    assert len(unsaid("\ud800")) == len(GPAI)


@settings(max_examples=200)
@given(st.data())
def test_a_statement_about_a_teacher_has_its_words(data: st.DataObject) -> None:
    said = data.draw(st.from_regex(compiled(teachers._SAYS)))
    assert teachers._MAY_SAY.is_in(said)
    assert teachers._MAY_SAY.is_in(said.lower())


@settings(max_examples=200)
@given(st.data())
def test_words_of_licenses_forms_and_reports(data: st.DataObject) -> None:
    def held(pattern: Any, signs: tuple[str, ...]) -> bool:
        found = compiled(pattern).search(data.draw(st.from_regex(compiled(pattern))))
        assert found is not None
        return any(sign in openness.lowered(found.group()) for sign in signs)

    assert held(prose._MAYBE, prose._MAYBE_SIGNS)
    assert held(openness._REPORT, openness._REPORT_SIGNS)
    assert held(asked._BUSINESS, asked._BUSINESS_SIGNS)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["# Usage", "## Training data", "Evaluation", "#x", " # Contact: me", "```", "text"])))
def test_headings_speak_of_what_their_words_do(lines: list[str]) -> None:
    headings = [line.lstrip("# ") for line in lines if line.lstrip().startswith("#")]
    wanted = {topic for topic, words in TEMPLATE.items() if any(map(words.search, headings))}
    assert headings_of("\n".join(lines)) == wanted


@settings(max_examples=200)
@given(st.text(alphabet="MIT apche-20.GLv3+()/,", max_size=14))
def test_a_word_that_is_not_on_the_list_is_no_license(word: str) -> None:
    assert _on_spdx_list(word) == _listed(word)


def test_the_body_is_read_as_before() -> None:
    text = "---\nlicense: mit\n---\n# **Li**cense\n\nUnder `MIT`.\n\n```\n# no heading\n```\nEnd\n---\nTail\n"
    body = read_body(Document.of("README.md", "README.md", text.encode()), FrontMatter(True, body_line=4))
    assert body.headings == sections(text, 4)
    assert [section.title for section in body.headings] == ["License", "End"]
    assert body.says("license")
    assert not body.says("apache")
