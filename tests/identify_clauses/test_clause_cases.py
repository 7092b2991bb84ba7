"""Every folder of tests/cases/clauses is a license with the terms that must be read from it.

`expected.yaml`: about, terms (value, or `absent`), unknown (words of the reason), unknown_all (the same for every
term), lines (first and last line of the deciding passage), written (amount and unit), passages (how many speak).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from govscan.catalog.records import Figure
from govscan.facts import ABSENT, Unknown, Value
from govscan.identify.clauses import read_clauses

CASES = Path(__file__).parents[1] / "cases" / "clauses"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def meant(value: Any) -> Value:
    if value == "absent":
        return ABSENT
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", FOLDERS)
def test_case(name: str) -> None:
    text = (CASES / name / "license.txt").read_text(encoding="utf-8")
    said = yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8"))
    readings = read_clauses(text)
    terms = {term: readings[term].value for term in said.get("terms", {})}
    assert terms == {term: meant(value) for term, value in said.get("terms", {}).items()}
    unknown = dict.fromkeys(readings, said["unknown_all"]) if "unknown_all" in said else said.get("unknown", {})
    for term, words in unknown.items():
        value = readings[term].value
        assert isinstance(value, Unknown), term
        assert words in value.reason
    for term, (line, end_line) in said.get("lines", {}).items():
        first = readings[term].clauses[0]
        assert (first.line, first.end_line) == (line, end_line), term
    for term, figures in said.get("written", {}).items():
        written = {figure for clause in readings[term].clauses for figure in clause.written}
        assert written == {Figure(amount, unit) for amount, unit in figures}
    for term, count in said.get("passages", {}).items():
        assert len({clause.line for clause in readings[term].clauses}) == count
