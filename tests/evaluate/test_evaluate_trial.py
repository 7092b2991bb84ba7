"""Test cases of policies: how they are read, judged and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluate_build import NOW, OPEN, model_of, policy_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_evaluate_logic import conditions

from govscan.cli import run
from govscan.errors import InvalidInput
from govscan.evaluate import evaluate, load_policy, packs
from govscan.evaluate.coverage import coverage_of
from govscan.evaluate.trial import load_suite, try_case
from govscan.finding import Verdict
from govscan.policy import Ledger
from govscan.render.policy_text import policy_text

POLICY = """\
govscan: 1
contexts:
  shop: {paths: [shop], use: commercial, monthly_active_users: 500}
rules:
  - id: use
    level: error
    when: {context.use: {is: commercial}}
    require: {license.commercial_use: {in: [allowed, conditional]}}
  - id: users
    level: error
    require: {context.monthly_active_users: {at_most: {fact: license.mau_threshold}}}
"""


def suite_of(folder: Path, cases: str) -> Path:
    (folder / "govscan.yaml").write_text(POLICY, encoding="utf-8")
    file = folder / "govscan.tests.yaml"
    file.write_text(f"govscan_tests: 1\npolicy: govscan.yaml\ncases:\n{cases}", encoding="utf-8")
    return file


def trials_of(folder: Path, cases: str):
    file = suite_of(folder, cases)
    policy = load_policy(None, folder)
    return policy, [try_case(policy, case) for case in load_suite(file, file.name).cases]


def test_facts_in_verdicts_out(tmp_path: Path) -> None:
    policy, trials = trials_of(
        tmp_path,
        """\
  - {name: a, context: shop, facts: {license.commercial_use: prohibited, license.mau_threshold: null}, fails: [use]}
  - {name: b, context: shop, facts: {license.commercial_use: allowed, license.mau_threshold: 499}, fails: [users]}
  - {name: c, context: shop, facts: {license.commercial_use: {unknown: no card}}, expect: {use: unknown}}
  - {name: d, declared: {use: research}, expect: {use: not-applicable, users: unknown}}
""",
    )
    assert [trial.mistakes for trial in trials] == [()] * 4
    found = coverage_of(policy, trials)
    assert found.verdicts["use"] == (Verdict.FAIL, Verdict.NOT_APPLICABLE, Verdict.PASS, Verdict.UNKNOWN)
    assert found.untried == ()
    assert found.share == 1


def test_a_wrong_expectation_says_what_is_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = suite_of(
        tmp_path,
        """\
  - name: wrong
    context: shop
    facts: {license.commercial_use: prohibited, license.mau_threshold: 1}
    expect: {use: pass}
    fails: [use]
""",
    )
    assert run(["policy", "test", str(file)]) == 1
    said = capsys.readouterr().out
    assert "FAILED" in said
    assert "govscan.tests.yaml:4" in said
    assert "use: expected pass, but it is fail: license.commercial_use is prohibited" in said
    assert "users: fails, which is not expected" in said


def test_coverage_counts_both_outcomes_of_every_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = suite_of(
        tmp_path, "  - {name: a, context: shop, facts: {license.commercial_use: allowed}, expect: {use: pass}}\n"
    )
    assert run(["policy", "test", str(file)]) == 0
    said = capsys.readouterr().out
    assert "coverage 33%" in said  # when and require of `use` hold once, `users` was never known
    assert "no case in which license.commercial_use in (use, " in said
    assert run(["policy", "test", str(file), "--min-coverage", "34"]) == 1
    assert run(["policy", "test", str(file), "--min-coverage", "33"]) == 0
    capsys.readouterr()
    assert run(["policy", "test", str(file), "--format", "json"]) == 0
    (plain,) = json.loads(capsys.readouterr().out)
    assert plain["coverage"]["share"] == pytest.approx(1 / 3, abs=0.001)
    assert plain["cases"][0]["verdicts"] == {"use": "pass", "users": "unknown"}


@pytest.mark.parametrize(
    ("case", "at", "says"),
    [
        ("  - {name: a, expects: {use: pass}}\n", "expects", "did you mean 'expect'"),
        ("  - {name: a}\n", "{name", "expects nothing"),
        ("  - {name: a, expect: {use: passes}}\n", "passes", "did you mean 'pass'"),
        ("  - {name: a, expect: {usee: pass}}\n", "{name", "did you mean 'use'"),
        ("  - {name: a, context: shopp, expect: {use: pass}}\n", "{name", "did you mean 'shop'"),
        (
            "  - {name: a, facts: {license.comercial_use: allowed}, expect: {use: pass}}\n",
            "license.comercial",
            "license.commercial_use",
        ),
        ("  - {name: a, facts: {license.commercial_use: free}, expect: {use: pass}}\n", "free", "cannot be 'free'"),
        ("  - {name: a, facts: {license.mau_threshold: many}, expect: {use: pass}}\n", "many", "must be a number"),
        ("  - {name: a, model: 'x@y', expect: {use: pass}}\n", "'x@y", "cannot be 'x@y'"),
        ("  - {name: a, records: nowhere, expect: {use: pass}}\n", "nowhere", "no folder 'nowhere'"),
    ],
)
def test_a_mistake_in_a_case_has_its_place(tmp_path: Path, case: str, at: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        trials_of(tmp_path, case)
    assert f"govscan.tests.yaml:4:{case.index(at) + 1}: " in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        ("  - {name: a, fails: []}\n  - {name: a, fails: []}\n", "5:5: the case 'a' is there twice"),
        ("  []\n", "1:1: there are no cases"),
    ],
)
def test_names_are_unique_and_a_file_has_cases(tmp_path: Path, cases: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        trials_of(tmp_path, cases)
    assert says in str(caught.value)


def test_reviews_and_waivers_of_a_folder_count(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "waivers.yaml").write_text(
        """\
govscan_waivers: 1
waivers:
  - {id: W-1, rule: use, model: pkg:huggingface/org/name, reason: mitigated, statement: s, approver: a,
     created: 2025-12-01, expires: 2026-02-01}
""",
        encoding="utf-8",
    )
    facts = "facts: {license.commercial_use: prohibited}, context: shop, records: records"
    _, trials = trials_of(
        tmp_path,
        f"  - {{name: a, {facts}, expect: {{use: waived}}}}\n"
        f"  - {{name: b, {facts}, now: 2026-02-02, expect: {{use: fail}}}}\n",
    )
    assert [trial.mistakes for trial in trials] == [(), ()]


def test_without_cases_the_verb_says_what_to_write(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["policy", "test"]) == 2
    assert "govscan.tests.yaml" in capsys.readouterr().err


# --- show and diff ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", packs())
def test_a_pack_that_is_shown_is_a_policy_with_the_same_rules(tmp_path: Path, pack: str) -> None:
    policy = load_policy(Path(f"govscan:{pack}"), tmp_path)
    again = policy_of(tmp_path, policy_text(policy))
    assert [_meaning(rule) for rule in again.rules] == [_meaning(rule) for rule in policy.rules]


def _meaning(rule):
    data = (rule.id, rule.level, rule.title, rule.owner, rule.fix, rule.on_unknown, rule.references, rule.review)
    return (*data, policy_condition(rule.when), policy_condition(rule.require))


def policy_condition(condition):
    from govscan.render.policy_text import _condition

    return _condition(condition) if condition is not None else None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(condition=conditions, known=st.sets(st.sampled_from(sorted(OPEN)), max_size=8))
def test_a_policy_that_is_shown_gives_the_same_verdicts(tmp_path: Path, condition, known) -> None:
    from msgspec.structs import replace

    policy = policy_of(tmp_path, POLICY)
    policy = replace(policy, rules=(replace(policy.rules[0], when=None, require=condition),))
    again = policy_of(tmp_path, policy_text(policy))
    model = model_of({name: OPEN[name] for name in known})
    verdicts = [
        [finding.verdict for finding in evaluate(each, Ledger(), [model], NOW).findings] for each in (policy, again)
    ]
    assert verdicts[0] == verdicts[1]


def test_show_says_where_each_rule_comes_from(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "govscan.yaml").write_text(
        "govscan: 1\nextends: [govscan:baseline]\n"
        "rules:\n  - {id: mine, level: note, require: {model.id: {exists: true}}}\n"
        "overrides:\n  - {rule: remote-code, reason: not here, disabled: true}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert run(["policy", "show"]) == 0
    shown = capsys.readouterr().out
    assert '  # govscan.yaml:4\n  - id: "mine"' in shown
    assert "# rule remote-code is switched off: not here (govscan.yaml:6)" in shown
    assert 'id: "remote-code"' not in shown
    assert run(["policy", "show", "govscan:baseline", "--format", "json"]) == 0
    assert {rule["origin"] for rule in json.loads(capsys.readouterr().out)["rules"]} == {"govscan:baseline"}


def test_diff_names_the_verdicts_that_change(tmp_path: Path, capsys) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "app.py").write_text("from transformers import AutoModel\nAutoModel.from_pretrained('Qwen/Qwen3-8B')\n")
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    rule = "govscan: 1\nrules:\n  - {{id: r, level: error, require: {{model.provider: {{is: {}}}}}}}\n"
    one.write_text(rule.format("huggingface"))
    two.write_text(rule.format("ollama"))
    assert run(["policy", "diff", str(one), str(two), str(tree)]) == 1
    said = capsys.readouterr().out
    assert "huggingface:Qwen/Qwen3-8B in default: r pass -> fail" in said
    assert "1 verdicts on 1 models change, 1 of them for the worse" in said
    assert run(["policy", "diff", str(two), str(one), str(tree)]) == 0
    assert "0 of them for the worse" in capsys.readouterr().out
    assert run(["policy", "diff", str(one), str(one), str(tree), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_example_of_the_page_is_taken_as_it_stands(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "policy-testing.md").read_text(encoding="utf-8")
    (tmp_path / "govscan.tests.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (tmp_path / "cases" / "agreement").mkdir(parents=True)
    suite = load_suite(tmp_path / "govscan.tests.yaml", "govscan.tests.yaml")
    assert [case.fails for case in suite.cases] == [("commercial-use",), None, None]
    policy = load_policy(Path("govscan:commercial"), tmp_path)
    assert try_case(policy, suite.cases[1]).mistakes == ()
