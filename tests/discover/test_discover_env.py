"""Environment files: the cases, and that nothing secret comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import env
from govscan.discover.surface import SourceFile


@pytest.mark.parametrize("folder", cases_of("env"))
def test_case(folder: Path) -> None:
    assert found_in(folder, env) == expected_in(folder)


@given(
    st.sampled_from(["OPENAI_API_KEY", "HF_TOKEN", "MODEL_SECRET", "LLM_MODEL_TOKEN"]),
    st.from_regex(r"[\w/.-]{1,60}", fullmatch=True),
)
def test_values_of_keys_and_tokens_never_leave(name: str, value: str) -> None:
    text = f"{name}={value}\nOPENAI_MODEL=gpt-4o\n"
    found = list(env.read(SourceFile(".env", text.encode())))
    assert [reference.name for reference in found] == ["gpt-4o"]


def test_a_secret_under_the_wrong_name_is_not_shown() -> None:
    text = "OPENAI_MODEL=sk-" + "a1" * 20
    assert list(env.read(SourceFile(".env", text.encode()))) == []


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for reference in env.read(SourceFile(".env", text.encode("utf-8", "replace"))):
        assert reference.location.line >= 1


def test_the_place_is_that_of_the_value() -> None:
    text = "\n  export   LLM_MODEL = 'acme/chat-7b'\n"
    (reference,) = env.read(SourceFile(".env", text.encode()))
    line = text.split("\n")[reference.location.line - 1]
    assert line[reference.location.column - 1 :].startswith("acme/chat-7b")
