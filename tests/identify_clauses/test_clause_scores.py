"""The clauses of real licenses against a person's reading, where the evaluation data lies beside the checkout."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "eval" / "licenses"
LEAST_ACCURACY = 0.85
MOST_WRONG = 0.05


def predictor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("predict_terms", ROOT / "benchmarks" / "terms" / "predict.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def same(said: str, meant: str) -> bool:
    return set(said.replace("|", ";").split(";")) == set(meant.replace("|", ";").replace(" ", "").split(";"))


@pytest.mark.skipif(not (DATA / "terms.csv").is_file(), reason="no evaluation data beside the checkout")
def test_the_terms_of_real_licenses() -> None:
    predict = predictor()
    cells: list[tuple[str, str]] = []
    with (DATA / "terms.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = (DATA / "texts" / f"{row['slug']}.txt").read_text(encoding="utf-8")
            said = predict.predict(text, clauses_only=True)
            cells += [(said[column], row[column]) for column in predict.CELLS if row[column]]
    right = sum(same(said, meant) for said, meant in cells)
    silent = sum(said == "unknown" for said, _ in cells)
    assert right / len(cells) >= LEAST_ACCURACY
    assert (len(cells) - right - silent) / len(cells) <= MOST_WRONG
