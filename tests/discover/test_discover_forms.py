"""Every way in which files write the model that they use, and every provider: one folder each, read as a whole tree
is."""

from __future__ import annotations

from pathlib import Path

import pytest
from surface_cases import cases_of, expected_in, line_of

from govscan.discover import discover


@pytest.mark.parametrize("folder", cases_of("forms") + cases_of("providers"))
def test_forms(folder: Path) -> None:
    found = discover(folder)
    assert [line_of(reference) for reference in found.references] == expected_in(folder)
    assert found.problems == ()
