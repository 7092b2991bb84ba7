"""YAML, JSON, TOML and INI: the cases, places, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan import limits
from govscan.discover import structured
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed


@pytest.mark.parametrize("folder", cases_of("structured"))
def test_case(folder: Path) -> None:
    assert found_in(folder, structured) == expected_in(folder)


def names_in(path: str, text: str) -> list[str]:
    return [reference.name for reference in structured.read(SourceFile(path, text.encode()))]


def test_a_file_that_is_not_what_its_name_says_is_malformed() -> None:
    with pytest.raises(Malformed):
        names_in("config.json", '{"model": ')


def test_a_template_of_json_is_read_line_by_line() -> None:
    assert names_in("config.json", '{\n{{ if x }}\n  "model": "acme/chat-7b",\n{{ end }}\n}') == ["acme/chat-7b"]


def test_a_large_file_is_read_line_by_line() -> None:
    rows = ",\n".join(json.dumps({"note": "x" * 80}) for _ in range(14_000))
    text = f'[{rows},\n{{"x": 1,\n"model_id": "acme/chat-7b"\n}}]'
    assert len(text) > limits.TREE_CHARACTERS
    assert names_in("data.json", text) == ["acme/chat-7b"]


@pytest.mark.parametrize(
    "path", [".govscan/reviews.yaml", "govscan.yaml", "a/package.json", "m/model.safetensors.index.json"]
)
def test_files_of_models_of_packages_and_of_govscan_are_left_alone(path: str) -> None:
    assert names_in(path, '{"model": "acme/chat-7b"}') == []


@pytest.mark.parametrize(
    "value",
    ["resnet", "application/json", "Europe/Berlin", "./folder/config.yaml", "a b/c", "{{ x }}", "org/name",
     "https://example.org/x", "registry.acme.test/team/image:1",
     "@acme/package", "src/model.py",
     "n/a"],
)  # fmt: skip
def test_words_that_are_no_models_under_the_key_of_one(value: str) -> None:
    assert names_in("c.json", json.dumps({"model": value, "models": [value], "llm": {"name": value}})) == []


@given(st.recursive(st.none() | st.text(max_size=20), lambda inner: st.dictionaries(
    st.sampled_from(["model", "models", "llm", "env", "command", "args", "name", "value", "run", "id"]), inner
) | st.lists(inner, max_size=4), max_leaves=15))  # fmt: skip
def test_any_tree_is_read_without_an_error(value: object) -> None:
    for reference in structured.read(SourceFile("c.json", json.dumps(value, indent=1).encode())):
        assert reference.location.line >= 1


@given(st.sampled_from(["a", "llm", "embedding"]), st.integers(0, 5))
def test_the_place_is_that_of_the_value(key: str, blank: int) -> None:
    text = "\n" * blank + f'{key}:\n    model: "acme/chat-7b"\n'
    (reference,) = structured.read(SourceFile("c.yaml", text.encode()))
    line = text.split("\n")[reference.location.line - 1]
    assert line[reference.location.column - 1 :].startswith('"acme/chat-7b"')


def test_a_neighbor_in_another_branch_says_nothing() -> None:
    text = "a: {base_url: 'https://api.deepseek.com', model: deepseek-chat}\nb: {model: gpt-4o}\n"
    found = {reference.name: reference.provider for reference in structured.read(SourceFile("c.yaml", text.encode()))}
    assert found == {"deepseek-chat": "deepseek", "gpt-4o": "openai"}


def test_an_api_without_a_model_is_a_service() -> None:
    (reference,) = structured.read(SourceFile("c.yaml", b"llm:\n  api_base: https://api.groq.com/openai/v1\n"))
    assert (reference.provider, reference.name) == ("groq", "")
