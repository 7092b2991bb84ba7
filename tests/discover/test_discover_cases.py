"""Every case of a surface, read as a user reads it: the filters in front of a surface let through all that it finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from surface_cases import CASES, cases_of, expected_in, line_of

from govscan.discover import discover

SURFACES = sorted(path.parent.parent.name for path in CASES.glob("*/*/expected.txt"))


@pytest.mark.parametrize(
    "folder", [case for surface in dict.fromkeys(SURFACES) for case in cases_of(surface)]
)  # fmt: skip
def test_case_of_a_whole_tree(folder: Path) -> None:
    found = {line_of(reference) for reference in discover(folder).references}
    assert [line for line in expected_in(folder) if line not in found] == []
