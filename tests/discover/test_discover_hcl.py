from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import hcl
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed


@pytest.mark.parametrize("folder", cases_of("hcl"))
def test_case(folder: Path) -> None:
    assert found_in(folder, hcl) == expected_in(folder)


@pytest.mark.parametrize("path", ["main.tf", "main.bicep"])
@given(text=st.text(alphabet="model=:{}[]()\"'$<-EOF\n#/*? ,ab", max_size=200))
def test_any_text_is_read_without_an_error(path: str, text: str) -> None:
    with suppress(Malformed):
        for reference in hcl.read(SourceFile(path, text.encode())):
            assert 1 <= reference.location.line <= text.count("\n") + 1


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = {\n" * 5000, "a {\n" * 5000])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        list(hcl.read(SourceFile("main.tf", text.encode())))


def test_what_a_condition_compares_with_is_no_model() -> None:
    text = 'model = var.kind == "acme/other" ? "acme/one" : "acme/two"\n'
    names = [reference.name for reference in hcl.read(SourceFile("main.tf", text.encode()))]
    assert names == ["acme/one", "acme/two"]
