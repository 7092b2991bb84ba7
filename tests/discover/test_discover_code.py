from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import code, code_names
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed


@pytest.mark.parametrize("folder", cases_of("code"))
def test_case(folder: Path) -> None:
    assert found_in(folder, code) == expected_in(folder)


@pytest.mark.parametrize("path", ["A.java", "a.kt", "a.cs", "a.go"])
@given(text=st.text(alphabet="model=:{}[]()\"'`.,;@$\n#/*ab", max_size=200))
def test_any_text_is_read_without_an_error(path: str, text: str) -> None:
    with suppress(Malformed):
        for reference in code.read(SourceFile(path, text.encode())):
            assert 1 <= reference.location.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("constant", "name"),
    [
        ("GPT_4O_MINI", "gpt-4o-mini"),
        ("GPT_4_1_MINI", "gpt-4.1-mini"),
        ("GPT_4_O_MINI", "gpt-4o-mini"),
        ("GPT4oMini", "gpt-4o-mini"),
        ("ChatModelGPT4_1", "gpt-4.1"),
        ("CLAUDE_SONNET_4_5", "claude-sonnet-4-5"),
        ("ModelClaudeSonnet4_5", "claude-sonnet-4-5"),
        ("SOMETHING", None),
    ],
)
def test_constants_of_the_sdks(constant: str, name: str | None) -> None:
    assert code_names.constant_name(constant) == name


def test_tests_only_mention() -> None:
    text = 'import com.openai.client.OpenAIClient;\nclass A { String model = "gpt-4o"; }\n'
    (reference,) = code.read(SourceFile("src/test/java/A.java", text.encode()))
    assert (reference.certainty, reference.reason) == ("mention", "in a test")
