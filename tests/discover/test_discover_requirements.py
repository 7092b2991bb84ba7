from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import requirements
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed


@pytest.mark.parametrize("folder", cases_of("requirements"))
def test_case(folder: Path) -> None:
    assert found_in(folder, requirements) == expected_in(folder)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    with suppress(Malformed):
        for reference in requirements.read(SourceFile("requirements.txt", text.encode("utf-8", "replace"))):
            assert reference.location.line >= 1


def test_packages_of_a_project_file_carry_weights_too(tmp_path: Path) -> None:
    text = '[project]\ndependencies = ["en-core-web-sm==3.7.1", "spacy>=3"]\n'
    from govscan.discover import structured

    (reference,) = structured.read(SourceFile("pyproject.toml", text.encode()))
    assert (reference.provider, reference.name, reference.location.line) == ("spacy", "en_core_web_sm", 2)
