"""`govscan identify`: the license of a file, and the clauses of a text that nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govscan.cli import run

TEXT = Path(__file__).parents[1] / "cases" / "identify" / "unknown-text-clauses" / "model" / "LICENSE"
OWN = Path(__file__).parents[2] / "LICENSE"


def test_the_clauses_of_an_unknown_text_are_shown_with_lines_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", str(TEXT)]) == 3
    said = capsys.readouterr().out
    assert "unknown: no known license text" in said
    assert "  mau_threshold 5,000,000, line 9: b) If your products have more than 5 million" in said
    assert "  territory_excluded [EU], line 13:" in said
    assert "words added" not in said  # the nearest license has nothing of it


def test_a_known_text_shows_its_clauses_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", str(OWN)]) == 0
    assert "attribution" not in capsys.readouterr().out
    assert run(["identify", "--clauses", str(OWN)]) == 0
    assert "  attribution true, line " in capsys.readouterr().out


def test_the_json_has_them_always(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", "--format", "json", str(TEXT)]) == 3
    (found,) = json.loads(capsys.readouterr().out)
    territory = next(clause for clause in found["clauses"] if clause["term"] == "territory_excluded")
    assert (territory["value"], territory["line"]) == ("[EU]", 13)
    assert territory["quote"].startswith("3. This license does not apply")
