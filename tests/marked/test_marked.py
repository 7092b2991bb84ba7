"""The positioned parsers say what the standard parsers say, and where it stands."""

from __future__ import annotations

import json
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govscan.marked import Malformed, Node, parse_json, parse_toml, parse_yaml
from govscan.marked.node import Scalar

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029", exclude_categories=["Cc", "Cs"]))
_SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | _WORDS
_TREES = st.recursive(
    _SCALARS, lambda t: st.lists(t, max_size=4) | st.dictionaries(_WORDS, t, max_size=4), max_leaves=12
)


@given(_TREES, st.sampled_from([None, 1, 4]))
def test_json_agrees_with_the_standard_library(tree: object, indent: int | None) -> None:
    assert parse_json(json.dumps(tree, indent=indent)).plain() == tree


@given(st.dictionaries(_WORDS.filter(bool), st.lists(_WORDS) | _WORDS | st.integers(), max_size=5))
def test_yaml_agrees_with_pyyaml_on_quoted_text(tree: dict[str, object]) -> None:
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    (node,) = parse_yaml(text)
    assert node.plain() == {key: _as_text(value) for key, value in tree.items()}


def _as_text(value: object) -> object:
    """default_style='"' also quotes numbers, with a tag that says that they are some."""
    return [str(v) for v in value] if isinstance(value, list) else value if isinstance(value, str) else str(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("'1'", "1"),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("true", True),
        ("~", None),
        ("2026-13-40", "2026-13-40"),
    ],
)
def test_yaml_scalars(text: str, value: Scalar) -> None:
    assert parse_yaml(f"key: {text}")[0].get("key").scalar == value  # type: ignore[union-attr]


def test_places_in_yaml() -> None:
    (node,) = parse_yaml("a: 1\nb:\n  - x\n  - model: Qwen/Qwen3-8B\n")
    found = next(n for n in node.walk() if n.text == "Qwen/Qwen3-8B")
    assert (found.line, found.column) == (4, 12)


def test_places_in_json() -> None:
    node = parse_json('{\n  // a comment\n  "a": [1,\n    {"model": "x/y"},],\n}\n')
    found = next(n for n in node.walk() if n.text == "x/y")
    assert (found.line, found.column) == (4, 15)


def test_places_in_toml() -> None:
    text = '# model = "no"\n[llm]\nname = "a"\n\n[llm.fast]\nmodel = "x/y"\nalso = ["p/q",\n  "r/s"]\n'
    node = parse_toml(text)
    assert node.plain() == tomllib.loads(text)
    places = {n.text: n.line for n in node.walk() if n.text in ("x/y", "p/q", "r/s")}
    assert places == {"x/y": 6, "p/q": 7, "r/s": 8}


def test_several_yaml_documents() -> None:
    assert [node.plain() for node in parse_yaml("a: 1\n---\nb: 2\n---\n")] == [{"a": 1}, {"b": 2}]


def test_duplicate_keys_are_kept_and_the_last_one_counts() -> None:
    node = parse_json('{"a": 1, "a": 2}')
    assert len(node.items) == 2
    assert node.get("a").scalar == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1, 2", 1), ("a: 1\n b: 2\n", 2), ("a: *nobody\n", 1), ("a: 'never closed\n", 2), ("\tx: 1", 1)],
)
def test_malformed_yaml_names_the_line(text: str, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        parse_yaml(text)
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', "[1 2]", "nul", '{"a": 1} x', '"a', "{a: 1}"])
def test_malformed_json(text: str) -> None:
    with pytest.raises(Malformed):
        parse_json(text)


def test_malformed_toml_names_the_line() -> None:
    with pytest.raises(Malformed) as caught:
        parse_toml("a = 1\nb = = 2\n")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "parse_deep",
    [lambda n: parse_json("[" * n + "]" * n), lambda n: parse_yaml("[" * n + "]" * n)],
    ids=["json", "yaml"],
)
def test_depth_is_bounded(parse_deep) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Malformed):
        parse_deep(5_000)


def test_a_bomb_of_aliases_is_bounded() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12))
    with pytest.raises(Malformed, match="more than"):
        parse_yaml(f"l0: &l0 [x]\n{levels}\n")


def test_an_alias_to_itself_is_bounded() -> None:
    with pytest.raises(Malformed):
        parse_yaml("a: &a [*a]\n")


@given(st.text(max_size=60))
def test_no_other_exception_than_malformed(text: str) -> None:
    for parse in (parse_json, parse_toml, parse_yaml):
        try:
            parsed = parse(text)
        except Malformed as error:
            assert error.line >= 1
        else:
            assert isinstance(parsed, Node | list)
