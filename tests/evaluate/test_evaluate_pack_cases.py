"""The cases that ship with the packs, and their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_build import NOW, OPEN, model_of, policy_of

from govscan.data import policies_folder
from govscan.evaluate import evaluate, load_policy, packs
from govscan.evaluate.coverage import coverage_of
from govscan.evaluate.trial import load_suite, try_case
from govscan.finding import Verdict
from govscan.policy import Ledger

PAGES = Path(__file__).parents[2] / "docs" / "packs"
NEVER_FAILS = {"non-commercial-license", "deployment-place-known", "operator-law-known"}
"""Rules that ask for what only a person can add: they pass, or they wait for the answer."""
NEVER_UNKNOWN = {"open-weights"}


@pytest.mark.parametrize("name", packs())
def test_every_rule_of_a_pack_is_tried_and_does_as_its_cases_say(name: str) -> None:
    suite = load_suite(policies_folder() / "tests" / f"{name}.yaml", f"policies/tests/{name}.yaml")
    policy = load_policy(Path(str(suite.policy)), Path())
    trials = [try_case(policy, case) for case in suite.cases]
    assert [trial.mistakes for trial in trials] == [()] * len(trials)
    for rule, verdicts in coverage_of(policy, trials).verdicts.items():
        wanted = {Verdict.PASS}
        wanted |= set() if rule in NEVER_FAILS else {Verdict.FAIL}
        wanted |= set() if rule in NEVER_UNKNOWN else {Verdict.UNKNOWN}
        assert wanted <= set(verdicts), rule


@pytest.mark.parametrize("name", packs())
def test_every_pack_has_a_page_with_a_policy_that_works(tmp_path: Path, name: str) -> None:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# `govscan:{name}`")
    policy = policy_of(tmp_path, page.split("```yaml\n")[1].split("```")[0])
    assert f"govscan:{name}" in policy.extends
    assert evaluate(policy, Ledger(), [model_of(OPEN, "services/a.py")], NOW).findings
