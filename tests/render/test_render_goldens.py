"""Each format against its golden; `GOVSCAN_UPDATE_GOLDENS=1` writes them anew."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
import sample
import sample_comparison

from govscan.render import COMPARISONS, FORMATS, render, render_comparison, render_why

GOLDENS = Path(__file__).parent.parent / "goldens"
REPORT = sample.sample()
COMPARISON = sample_comparison.comparison()
OUTPUTS = {
    "sample.txt": lambda: render(REPORT, "terminal"),
    "sample-narrow.txt": lambda: render(REPORT, "terminal", width=60),
    "sample-why.txt": lambda: b"\n".join(render_why(REPORT, model) for model in REPORT.models),
    "sample.json": lambda: render(REPORT, "json"),
    "sample.html": lambda: render(REPORT, "html"),
    "clean.txt": lambda: render(sample.clean(), "terminal"),
    "empty.txt": lambda: render(sample.empty(), "terminal"),
    "empty.html": lambda: render(sample.empty(), "html"),
    "sample.md": lambda: render(REPORT, "markdown"),
    "sample.sarif": lambda: render(REPORT, "sarif"),
    "gate.txt": lambda: render_comparison(COMPARISON, "terminal"),
    "gate.json": lambda: render_comparison(COMPARISON, "json"),
    "gate.md": lambda: render_comparison(COMPARISON, "markdown"),
    "gate.github": lambda: render_comparison(COMPARISON, "github"),
    "gate.junit.xml": lambda: render_comparison(COMPARISON, "junit"),
    "gate.codequality.json": lambda: render_comparison(COMPARISON, "gitlab"),
    "calm.md": lambda: render_comparison(sample_comparison.calm(), "markdown"),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_the_golden(name: str) -> None:
    made = OUTPUTS[name]()
    golden = GOLDENS / name
    if os.environ.get("GOVSCAN_UPDATE_GOLDENS"):
        golden.write_bytes(made)
    expected = golden.read_bytes()
    if made != expected:
        old, new = expected.decode().splitlines(), made.decode().splitlines()
        diff = "\n".join(difflib.unified_diff(old, new, f"goldens/{name}", "made", lineterm=""))
        pytest.fail(f"{name} changed; GOVSCAN_UPDATE_GOLDENS=1 accepts it\n{diff}", pytrace=False)


@pytest.mark.parametrize("name", FORMATS)
def test_equal_reports_give_equal_bytes(name: str) -> None:
    assert render(sample.sample(), name) == render(sample.sample(), name)


@pytest.mark.parametrize("name", COMPARISONS)
def test_equal_comparisons_give_equal_bytes(name: str) -> None:
    made = [render_comparison(sample_comparison.comparison(), name) for _ in range(2)]
    assert made[0] == made[1]


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        render(REPORT, "docx")
    with pytest.raises(KeyError):
        render_comparison(COMPARISON, "html")
