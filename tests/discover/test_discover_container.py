"""Dockerfiles, compose files and Modelfiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import container
from govscan.discover.surface import SourceFile


@pytest.mark.parametrize("folder", cases_of("container"))
def test_case(folder: Path) -> None:
    assert found_in(folder, container) == expected_in(folder)


@given(st.from_regex(r"[a-z]{1,10}/[a-z0-9-]{2,20}(:[a-z0-9.]{1,8})?", fullmatch=True))
def test_the_image_of_a_dockerfile_is_never_a_model(image: str) -> None:
    text = f"FROM {image} AS model\nRUN echo {image}\n"
    assert list(container.read(SourceFile("Dockerfile", text.encode()))) == []


@given(st.text(alphabet="FROMRUNCMDEV \n\\#[]\"'<>$={}ab/:", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for reference in container.read(SourceFile("Dockerfile", text.encode())):
        assert 1 <= reference.location.line <= text.count("\n") + 1


def test_health_checks_and_triggers_are_read_as_what_they_run() -> None:
    text = "FROM scratch\nONBUILD RUN hf download acme/one\nHEALTHCHECK --interval=5s CMD ollama run acme:1b\n"
    names = [reference.name for reference in container.read(SourceFile("Dockerfile", text.encode()))]
    assert names == ["acme/one", "acme:1b"]
