"""Front matter as it is found in the wild: what a card declares is read as it was written, whatever is around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govscan.evidence import Document
from govscan.identify.frontmatter import FrontMatter, read_front_matter, texts

KEYS = ("license", "license_name", "license_link", "base_model")
WORDS = st.one_of(
    st.sampled_from(
        ["mit", "apache-2.0", "no", "yes", "on", "null", "other", "1.0", "2024-05-01", "0x1F", "1e3", "LICENSE."]
    ),
    st.sampled_from(
        ["./LICENSE", "C:\\models\\base", "org/name", "{{ license }}", "[More Information Needed]", "a: b", "#1"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30),
).filter(lambda word: word.strip("\ufeff\ufffe\uffff ") == word and word.strip() == word and "\ufeff" not in word)
DECLARED = st.dictionaries(
    st.sampled_from(KEYS), st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=4
)
AROUND: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "blank lines first": lambda text: "\n \n" + text,
    "byte order mark": lambda text: "\ufeff" + text,
    "trailing spaces": lambda text: text.replace("---\n", "---  \n"),
    "no body": lambda text: text.rstrip("\n"),
    "dots at the end": lambda text: "...".join(text.rsplit("---", 1)),
}


def said(matter: FrontMatter, key: str) -> list[str]:
    return [str(node.raw) for node in texts(matter.get(key))]


@given(DECLARED, st.sampled_from(sorted(AROUND)), st.integers(0, 30))
def test_nothing_that_is_declared_is_lost(declared: dict[str, str | list[str]], around: str, tags: int) -> None:
    block = yaml.safe_dump({"tags": [f"t{n}" for n in range(tags)], **declared}, allow_unicode=True, width=10_000)
    matter = read_front_matter(AROUND[around](f"---\n{block}---\n"))
    assert not matter.trouble
    for key, value in declared.items():
        assert said(matter, key) == (value if isinstance(value, list) else [value]), key


@given(DECLARED, st.sampled_from(["t: a: b", "x: [1", "y: 'open", "z: @at", "\tq: 1", "w: {{ a }}: {{ b }}"]))
def test_a_malformed_line_costs_itself_alone(declared: dict[str, str | list[str]], broken: str) -> None:
    block = yaml.safe_dump(declared, allow_unicode=True, width=10_000)
    matter = read_front_matter(f"---\n{block}{broken}\n---\n")
    assert matter.trouble
    assert matter.trouble_line > 1
    found = {key: said(matter, key) for key in declared}
    last = max(declared)  # a tab belongs to the value before it
    for key, value in declared.items():
        if key != last or not broken.startswith("\t"):
            assert found[key] == (value if isinstance(value, list) else [value]), key


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("no", ["no"]),
        ("3.0", ["3.0"]),
        ("2024-05-01", ["2024-05-01"]),
        ("null", []),
        ("~", []),
        ("", []),
        ("[]", []),
        ("[mit, 3, null]", ["mit", "3"]),
        ("{name: mit, link: LICENSE}", []),
        ("|\n  mit", ["mit\n"]),
        ('"mit"  # as of May', ["mit"]),
        ("\tmit", ["mit"]),
    ],
)
def test_values_that_are_no_plain_word(value: str, read: list[str]) -> None:
    matter = read_front_matter(f"---\nlicense: {value}\nbase_model: org/name\n---\n")
    assert not matter.trouble
    assert said(matter, "license") == read
    assert said(matter, "base_model") == ["org/name"]


def test_the_last_of_two_values_counts_and_the_first_is_kept() -> None:
    matter = read_front_matter("---\nlicense: mit\nlicense: apache-2.0\n---\n")
    assert said(matter, "license") == ["apache-2.0"]
    assert [node.raw for key, node in matter.values if key == "license"] == ["mit", "apache-2.0"]


def test_ten_thousand_tags_go_before_the_license() -> None:
    tags = "\n".join(f"- tag-{n}" for n in range(10_000))
    matter = read_front_matter(f"---\ntags:\n{tags}\nlicense: mit\n---\n")
    assert (said(matter, "license"), matter.trouble) == (["mit"], "")


def test_the_braces_of_a_template_are_trouble_with_a_line_and_no_license() -> None:
    matter = read_front_matter("---\nlanguage: en\nlicense: {{ license }}\nbase_model: org/name\n---\n")
    assert matter.trouble_line == 3
    assert "template" in matter.trouble
    assert (said(matter, "license"), said(matter, "base_model")) == ([], ["org/name"])


def test_two_byte_encodings_are_read() -> None:
    card = Document.of("README.md", "README.md", "---\nlicense: mit\n---\n".encode("utf-16"))
    assert said(read_front_matter(card.text), "license") == ["mit"]
