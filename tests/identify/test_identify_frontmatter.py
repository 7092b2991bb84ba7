from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govscan.identify.frontmatter import read_front_matter, split_lines, texts

_LINES = st.lists(
    st.one_of(
        st.sampled_from(["---", "...", "license: mit", "base_model:", "- a/b", "  - x: [", "\ufeff---", "a: &b", "*b"]),
        st.text(max_size=20),
    ),
    max_size=12,
)


@given(st.one_of(st.text(), _LINES.map("\n".join), _LINES.map("\r\n".join)))
@example("---\n")
@example("---\n---")
@example("---\nlicense: !!python/object:os.system x\n---\n")
@example("---\n? [a]\n: b\n---\n")
def test_never_raises_and_keeps_lines_in_the_file(text: str) -> None:
    matter = read_front_matter(text)
    count = len(split_lines(text))
    assert matter.present or not matter.values
    for _, node in matter.values:
        for part in node.walk():
            assert matter.line < part.line <= count
    assert 0 <= matter.trouble_line <= count
    assert bool(matter.trouble) == bool(matter.trouble_line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nlicense: mit\n---\n", 2),
        ("\n\n---\nlicense: mit\n---\n", 4),
        ("\ufeff---\r\ntags:\r\n- a\r\nlicense: mit\r\n---\r\n", 4),
        ("---\nlicense: mit\n...\n# Body\n", 2),
        ("---\nlicense: [mit, gpl\nother: x\n  y: {\nlicense: mit\n---\n", 5),
    ],
)
def test_finds_a_value_and_its_line(text: str, line: int) -> None:
    node = read_front_matter(text).get("license")
    assert node is not None
    assert (node.text, node.line) == ("mit", line)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\nlicense: mit\n", "never closed"),
        ("---\n- a\n- b\n---\n", "not one map"),
        ("---\nlicense: {{ license }}\n---\n", ""),
        ("---\nbase: {name}  # Example\nlicense: [\n---\n", ""),
    ],
)
def test_says_what_is_wrong(text: str, words: str) -> None:
    matter = read_front_matter(text)
    assert matter.present
    assert words in matter.trouble


@pytest.mark.parametrize(
    "text", ["", "# Title\n---\nlicense: mit\n---\n", "---\n\nA rule, then prose.\n", "license: mit"]
)
def test_no_front_matter(text: str) -> None:
    assert not read_front_matter(text).present


def test_words_that_yaml_1_1_takes_for_truth_values_stay_words() -> None:
    matter = read_front_matter("---\nlicense: no\nlanguage: [no, en]\n---\n")
    assert [node.raw for node in texts(matter.get("license"))] == ["no"]
    assert [node.raw for node in texts(matter.get("language"))] == ["no", "en"]


def test_an_alias_bomb_is_trouble_and_not_a_hang() -> None:
    levels = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 12))
    matter = read_front_matter(f"---\nk0: &k0 x\n{levels}\n---\n")
    assert matter.trouble


@pytest.mark.parametrize(
    "end", ["\n# Title\n\nlicense: gpl\n", "# Title\nlicense: gpl\n", "", "\nProse: with a colon.\n"]
)
def test_a_block_that_is_never_closed_is_read_up_to_the_body(end: str) -> None:
    matter = read_front_matter("---\nlicense: mit\nbase_model:\n- a/b\ntags: [x\n" + end)
    assert "never closed" in matter.trouble
    assert [(key, node.line) for key, node in matter.values] == [("license", 2), ("base_model", 4)]
    assert matter.body_line == 6
