"""SQL that asks a model: every case of the folder, and any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import sql
from govscan.discover.surface import SourceFile


@pytest.mark.parametrize("folder", cases_of("sql"))
def test_case(folder: Path) -> None:
    assert found_in(folder, sql) == expected_in(folder)


@given(st.text(alphabet="CREATE MODEL ai.openai_embed('-,=/*)\n\";x", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for reference in sql.read(SourceFile("a.sql", text.encode())):
        line = text.split("\n")[reference.location.line - 1]
        assert line[reference.location.column - 1 :].startswith(reference.name)
