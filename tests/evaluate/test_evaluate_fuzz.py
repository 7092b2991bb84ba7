"""Whatever is in a policy, a file of records or of cases: it is read, or refused with a place and a sentence."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govscan.cli import run
from govscan.data import policies_folder
from govscan.errors import InvalidInput
from govscan.evaluate import load_ledger, load_policy
from govscan.evaluate.trial import load_suite

CASES = Path(__file__).parents[1] / "cases" / "policy" / "valid"
POLICIES = [path.read_text(encoding="utf-8") for path in sorted(policies_folder().glob("*.yaml"))]
POLICIES += [path.read_text(encoding="utf-8") for path in sorted(CASES.rglob("govscan.yaml"))]
REVIEWS = """\
govscan_reviews: 1
criteria: {security-review: {description: d, implies: [safe], reviewers: ["github:a"], minimum: 2}, safe: {}}
reviews:
  - {id: R-1, model: org/name, revision: 0123456789abcdef0123456789abcdef01234567, criteria: [safe], verdict: approved,
     scope: {contexts: [a]}, reviewer: {name: N, id: i}, date: 2026-01-01, expires: 2027-01-01, evidence: [{url: "https://x"}]}
  - {id: R-2, model: "ollama:x", criteria: [safe], verdict: conditional, conditions: c, reviewer: N, date: 2026-01-01,
     expires: 2027-01-01}
"""
WAIVERS = """\
govscan_waivers: 1
waivers:
  - {id: W-1, rule: r, model: org/name, contexts: [a], reason: mitigated, statement: s, approver: a,
     created: 2026-01-01, expires: 2026-02-01}
"""
TESTS = """\
govscan_tests: 1
policy: govscan.yaml
facts: {model.access: self-hosted, license.mau_threshold: null}
cases:
  - {name: a, context: c, declared: {use: commercial}, facts: {license.conflict: [x], model.gated: {unknown: y}},
     now: 2026-01-01, expect: {r: fail}, fails: [r]}
"""
BOUNDED = settings(suppress_health_check=list(HealthCheck), max_examples=120, deadline=None)
SCALARS: list[Any] = [None, True, -1, 3.5, "", "x", "2026-02-30", "*", [], {}, [[]], {"a": None}, "é\u202e", 10**30]


@st.composite
def mutants(draw: st.DrawFn, texts: list[str]) -> str:
    """A valid file with some values, keys or characters changed."""
    text = draw(st.sampled_from(texts))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        return (
            text[:at]
            + draw(st.text(alphabet=" \t\n:-[]{}\"'&*!|>#%@,x0\x00é", max_size=6))
            + text[at + draw(st.integers(0, 9)) :]
        )
    data = yaml.safe_load(text)
    for _ in range(draw(st.integers(1, 3))):
        _mutate(draw, data)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _mutate(draw: st.DrawFn, data: Any) -> None:
    places = [place for place in _containers(data) if place]
    if not places:
        return
    place = draw(st.sampled_from(places))
    key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    how = draw(st.sampled_from(["drop", "replace", "rename", "nest"]))
    if how == "drop":
        del place[key]
    elif how == "rename" and isinstance(place, dict):
        place[draw(st.sampled_from(["", "x", f"{key}s", 5, None]))] = place.pop(key)
    elif how == "nest":
        place[key] = [place[key]]
    else:
        place[key] = copy.deepcopy(draw(st.sampled_from(SCALARS)))  # the next mutation may change it


def _containers(data: Any) -> list[Any]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    found = [data] if isinstance(data, dict | list) else []
    return found + [deeper for value in inner for deeper in _containers(value)]


def refused_well(error: InvalidInput) -> None:
    assert error.diagnostics
    for each in error.diagnostics:
        assert each.path
        assert each.line >= 1
        assert each.column >= 1
        assert each.message.strip()


@BOUNDED
@given(text=mutants(POLICIES))
def test_a_changed_policy_is_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "govscan.yaml").write_text(text, encoding="utf-8", errors="replace")
    try:
        load_policy(None, tmp_path)
    except InvalidInput as error:
        refused_well(error)


@BOUNDED
@given(text=mutants([REVIEWS]), other=mutants([WAIVERS]))
def test_changed_records_are_read_or_refused(tmp_path: Path, text: str, other: str) -> None:
    home = tmp_path / ".govscan"
    home.mkdir(exist_ok=True)
    (home / "reviews.yaml").write_text(text, encoding="utf-8", errors="replace")
    (home / "waivers.yaml").write_text(other, encoding="utf-8", errors="replace")
    try:
        load_ledger(tmp_path)
    except InvalidInput as error:
        refused_well(error)


@BOUNDED
@given(text=mutants([TESTS]))
def test_changed_cases_are_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "govscan.tests.yaml").write_text(text, encoding="utf-8", errors="replace")
    try:
        load_suite(tmp_path / "govscan.tests.yaml", "govscan.tests.yaml")
    except InvalidInput as error:
        refused_well(error)


def test_a_refused_file_ends_the_run_before_anything_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.py").write_text("from transformers import AutoModel\nAutoModel.from_pretrained('a/b')\n")
    home = tmp_path / ".govscan"
    home.mkdir()
    (home / "waivers.yaml").write_text(WAIVERS.replace("2026-02-01", "soon"), encoding="utf-8")
    assert run(["scan", str(tmp_path), "--offline"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert ".govscan/waivers.yaml:4:36" in said.err


def test_a_policy_of_ten_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "govscan.yaml").write_bytes(b"govscan: 1\nrules: [" + b"x," * 5_000_000 + b"]")
    with pytest.raises(InvalidInput, match="larger than"):
        load_policy(None, tmp_path)
