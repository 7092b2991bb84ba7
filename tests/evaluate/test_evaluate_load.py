from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govscan.errors import InvalidInput
from govscan.evaluate import find_policy, load_ledger, load_policy
from govscan.policy import FactOperand, Level, OnUnknown

CASES = Path(__file__).parents[1] / "cases" / "policy"
RULE = "rules: [{id: r, level: note, require: {model.remote_code: {is: false}}}]\n"
POLICY = "govscan: 1\n" + RULE


def cases(kind: str) -> list[str]:
    return sorted(folder.name for folder in (CASES / kind).iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", cases("invalid"))
def test_every_mistake_is_named_with_its_place(name):
    folder = CASES / "invalid" / name
    with pytest.raises(InvalidInput) as caught:
        if (folder / "govscan.yaml").exists():
            load_policy(None, folder)
        else:
            load_ledger(folder)
    assert str(caught.value) == (folder / "expected.txt").read_text(encoding="utf-8").rstrip("\n")
    assert all(one.line >= 1 and one.column >= 1 for one in caught.value.diagnostics)


@pytest.mark.parametrize("name", cases("valid"))
def test_every_valid_policy_is_taken(name):
    assert load_policy(None, CASES / "valid" / name).rules
    load_ledger(CASES / "valid" / name)


def test_the_example_of_the_design_means_what_it_says():
    policy = load_policy(None, CASES / "valid" / "example")
    assert policy.name == "acme-model-policy"
    assert policy.source == "govscan.yaml"
    assert policy.extends == ("govscan:baseline",)
    assert policy.notice == ""
    production, research = policy.contexts
    assert production.paths == ("services/**", "deploy/**")
    assert production.declared["monthly_active_users"] == 2_000_000
    assert production.declared["regions"] == ("eu-central-1",)
    assert research.declared == {"use": "research"}
    rules = {rule.id: rule for rule in policy.rules}
    assert rules["security-review"].review.pin == "revision"
    assert rules["security-review"].review.max_age_days == 365
    assert rules["data-residency"].origin == "govscan.yaml"
    assert rules["license-known"].origin == "govscan:baseline"


# --- where a policy is found --------------------------------------------------------------------------------------


def test_without_a_policy_the_baseline_applies_and_says_so(tmp_path):
    policy = load_policy(None, tmp_path)
    assert find_policy(None, tmp_path) is None
    assert policy.source == "govscan:baseline"
    assert policy.notice == (
        "no govscan.yaml found; the built-in pack 'baseline' applies (run `govscan init` to write a policy)"
    )


def test_a_policy_is_found_above_within_the_work_tree(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "govscan.yaml").write_text(POLICY)
    below = tmp_path / "services" / "web"
    below.mkdir(parents=True)
    policy = load_policy(None, below)
    assert policy.source == "../../govscan.yaml"
    assert find_policy(None, below).samefile(tmp_path / "govscan.yaml")


def test_a_policy_above_the_work_tree_is_not_taken(tmp_path):
    (tmp_path / "govscan.yaml").write_text(POLICY)
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert load_policy(None, repository).notice
    plain = tmp_path / "plain"
    plain.mkdir()
    assert load_policy(None, plain).notice


def test_the_nearest_policy_wins(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nname: far\n" + RULE)
    below = tmp_path / "below"
    below.mkdir()
    (below / "govscan.yaml").write_text("govscan: 1\nname: near\n" + RULE)
    assert load_policy(None, below).name == "near"


def test_a_policy_may_be_named(tmp_path):
    (tmp_path / "strict.yaml").write_text("govscan: 1\nname: strict\n" + RULE)
    (tmp_path / "govscan.yaml").write_text(POLICY)
    assert load_policy(tmp_path / "strict.yaml", tmp_path).name == "strict"
    assert load_policy(Path("govscan:eu-residency"), tmp_path).source == "govscan:eu-residency"
    with pytest.raises(InvalidInput, match="there is no pack 'eu'"):
        load_policy(Path("govscan:eu"), tmp_path)
    with pytest.raises(InvalidInput, match=r"missing\.yaml:1:1: cannot be read: No such file"):
        load_policy(tmp_path / "missing.yaml", tmp_path)


def test_the_other_ending_is_read_and_both_are_refused(tmp_path):
    (tmp_path / "govscan.yml").write_text("govscan: 1\nname: short\n" + RULE)
    assert load_policy(None, tmp_path).name == "short"
    (tmp_path / "govscan.yaml").write_text(POLICY)
    with pytest.raises(InvalidInput, match=r"is a govscan\.yml beside it"):
        load_policy(None, tmp_path)


# --- bounds -------------------------------------------------------------------------------------------------------


def test_a_huge_file_is_refused(tmp_path):
    (tmp_path / "govscan.yaml").write_text(POLICY + "#" * 1_000_000)
    with pytest.raises(InvalidInput, match="larger than 1000000 bytes"):
        load_policy(None, tmp_path)


def test_a_folder_is_no_policy(tmp_path):
    (tmp_path / "p").mkdir()
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_policy(tmp_path / "p", tmp_path)


def test_nesting_and_aliases_are_bounded(tmp_path):
    deep = "{not: " * 150 + "{model.remote_code: {is: true}}" + "}" * 150
    (tmp_path / "govscan.yaml").write_text(f"govscan: 1\nrules: [{{id: r, level: note, require: {deep}}}]\n")
    with pytest.raises(InvalidInput, match="nested deeper"):
        load_policy(None, tmp_path)
    bomb = "govscan: 1\na: &a [x, x]\n" + "".join(
        f"b{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}, *{'a' if not i else f'b{i - 1}'}]\n" for i in range(40)
    )
    (tmp_path / "govscan.yaml").write_text(bomb)
    with pytest.raises(InvalidInput, match="more than"):
        load_policy(None, tmp_path)


# --- extending ----------------------------------------------------------------------------------------------------


def extended(tmp_path: Path, text: str):
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nextends: [govscan:baseline]\n" + text)
    policy = load_policy(None, tmp_path)
    return policy, {rule.id: rule for rule in policy.rules}


def test_an_overlay_may_tighten(tmp_path):
    _, before = extended(tmp_path, "")
    text = (
        "rules:\n  - {id: revision-pinned, level: error, require: {model.revision: {exists: true}}, owner: platform}\n"
    )
    _, after = extended(tmp_path, text)
    assert before["revision-pinned"].level is Level.WARNING
    rule = after["revision-pinned"]
    assert rule.level is Level.ERROR
    assert [part.fact for part in rule.require.parts] == ["model.revision_pinned", "model.revision"]
    assert rule.when == before["revision-pinned"].when
    assert (rule.owner, rule.title) == ("platform", before["revision-pinned"].title)
    assert rule.origin == "govscan.yaml"
    assert set(before) == set(after)


def test_loosening_needs_an_override_that_is_shown(tmp_path):
    text = """
rules:
  - {id: user-threshold, level: warning, require: {context.monthly_active_users: {at_most: 5}}}
overrides:
  - {rule: user-threshold, reason: legal signed an agreement}
  - {rule: remote-code, reason: our loader ignores it, disabled: true}
"""
    policy, rules = extended(tmp_path, text)
    assert rules["user-threshold"].level is Level.WARNING
    assert rules["user-threshold"].require.operand == 5
    assert "remote-code" not in rules
    assert [(one.rule, one.reason, one.disabled) for one in policy.overrides] == [
        ("user-threshold", "legal signed an agreement", False),
        ("remote-code", "our loader ignores it", True),
    ]


def test_a_company_file_may_stand_between(tmp_path):
    (tmp_path / "ci").mkdir()
    company = "govscan: 1\nextends: [govscan:baseline]\nendpoints: {llm.corp.example: {regions: [DE]}}\nexclude: [a]\n"
    (tmp_path / "ci" / "company.yaml").write_text(company)
    (tmp_path / "govscan.yaml").write_text(
        "govscan: 1\nextends: [ci/company.yaml, govscan:baseline]\nexclude: [a, b]\n"
    )
    policy = load_policy(None, tmp_path)
    assert policy.extends == ("govscan:baseline", "ci/company.yaml")
    assert policy.exclude == ("a", "b")
    assert policy.endpoints[0].place.path == "ci/company.yaml"
    assert len({rule.id for rule in policy.rules}) == len(policy.rules)


def test_the_digest_covers_every_file(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (first / "company.yaml").write_text(POLICY)
    (first / "govscan.yaml").write_text("govscan: 1\nextends: [company.yaml]\n")
    shutil.copytree(first, second)
    digest = load_policy(None, first).digest
    assert len(digest) == 64
    assert load_policy(None, second).digest == digest
    (second / "company.yaml").write_text(POLICY + "# changed\n")
    assert load_policy(None, second).digest != digest


def test_contexts_and_endpoints_are_declared_once(tmp_path):
    (tmp_path / "company.yaml").write_text("govscan: 1\ncontexts: {web: {paths: [a]}}\n" + RULE)
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nextends: [company.yaml]\ncontexts: {web: {paths: [b]}}\n")
    with pytest.raises(InvalidInput, match=r"context 'web' is there already, in company\.yaml:2"):
        load_policy(None, tmp_path)


# --- parts --------------------------------------------------------------------------------------------------------


def test_endpoints_as_mapping_and_as_list(tmp_path):
    mapping = "endpoints: {LLM.corp.example:8443: {regions: [eu-central-1], operator: Acme, operator_country: DE}}\n"
    listed = (
        "endpoints: [{host: LLM.corp.example:8443, regions: [eu-central-1], operator: Acme, operator_country: DE}]\n"
    )
    found = []
    for text in (mapping, listed):
        (tmp_path / "govscan.yaml").write_text(POLICY + text)
        (endpoint,) = load_policy(None, tmp_path).endpoints
        found.append((endpoint.host, endpoint.regions, endpoint.operator, endpoint.operator_country))
    assert found == [("llm.corp.example:8443", ("eu-central-1",), "Acme", "DE")] * 2


def test_words_that_yaml_likes_to_change_stay_words(tmp_path):
    text = "govscan: 1\ndefault_context: {regions: [NO, SE]}\nrules: [{id: on, level: note, review: {criteria: yes}}]\n"
    (tmp_path / "govscan.yaml").write_text(text)
    policy = load_policy(None, tmp_path)
    assert policy.default_context.declared["regions"] == ("NO", "SE")
    assert policy.rules[0].id == "on"
    assert policy.rules[0].on_unknown is OnUnknown.UNDECIDED


def test_operands_keep_their_types(tmp_path):
    text = """govscan: 1
rules:
  - id: r
    level: note
    require:
      license.naming: {is: null}
      context.data: {contains: personal}
      lineage.base_conflict: {is: []}
      license.concluded: {in: [MIT, Apache-2.0]}
      context.monthly_active_users: {at_most: {fact: license.mau_threshold}, at_least: 1}
"""
    (tmp_path / "govscan.yaml").write_text(text)
    parts = load_policy(None, tmp_path).rules[0].require.parts
    assert [str(part.operand) for part in parts[:1]] == ["Absent.ABSENT"]
    assert [part.operand for part in parts[1:]] == [
        ("personal",),
        (),
        ("MIT", "Apache-2.0"),
        FactOperand("license.mau_threshold"),
        1,
    ]
    assert [part.place.line for part in parts] == [6, 7, 8, 9, 10, 10]
