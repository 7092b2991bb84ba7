from __future__ import annotations

import pytest
from evaluate_build import NOW, OPEN, judged, model_of, policy_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from govscan.evaluate import evaluate
from govscan.facts import ABSENT, Fact, Facts, Source, SourceKind, Unknown
from govscan.finding import Truth, Verdict
from govscan.policy import AnyOf, Ledger, Level, Operator, Place, Policy, Rule
from govscan.policy import Test as FactTest
from govscan.reference import Certainty
from govscan.report import Report

HERE = Place("govscan.yaml", 1, 1)


def rule(condition: str, more: str = "") -> str:
    return f"govscan: 1\nrules:\n  - id: r\n    level: error\n    require: {{{condition}}}\n    {more}\n"


def report_of(policy, findings) -> Report:
    return Report(".", "0", "2026-11-23", True, policy, 1, 1, (), (), tuple(findings))


def test_a_violation_says_fact_value_source_and_what_is_required(tmp_path):
    policy = policy_of(tmp_path, rule("license.commercial_use: {in: [allowed, conditional]}", "fix: Replace it."))
    catalog = Source(SourceKind.CATALOG, "section 2.b", as_of="2026-05-01")
    model = model_of({})
    model = structs.replace(model, facts=Facts.of([Fact("license.commercial_use", "prohibited", catalog)]))
    found = judged(policy, model)["r"]
    assert found.verdict is Verdict.FAIL
    assert found.message == (
        "license.commercial_use is prohibited (catalog, as of 2026-05-01: section 2.b); "
        "allowed or conditional is required"
    )
    assert found.fix == "Replace it."
    (check,) = found.checks
    assert (check.operator, check.expected, check.truth) == ("in", "in [allowed, conditional]", Truth.FALSE)


def test_a_comparison_of_facts_names_both_with_their_sources(tmp_path):
    text = "default_context: {monthly_active_users: 900_000_000}\n"
    policy = policy_of(tmp_path, text + rule("context.monthly_active_users: {at_most: {fact: license.mau_threshold}}"))
    found = judged(policy, model_of({"license.mau_threshold": 700_000_000}))["r"]
    assert found.verdict is Verdict.FAIL
    assert found.checks[0].expected == "at most license.mau_threshold = 700,000,000 (models/house/LICENSE:12)"
    assert found.message == (
        "context.monthly_active_users is 900,000,000 (govscan.yaml:1); "
        "at most license.mau_threshold = 700,000,000 (models/house/LICENSE:12) is allowed"
    )


def test_alternatives_and_negations_read_as_such(tmp_path):
    negations = "{not: {model.gated: {exists: true}}}, {not: {model.id: {matches: x}}}"
    any_ = f"any: [{{model.access: {{is: self-hosted}}}}, {negations}]"
    policy = policy_of(tmp_path, rule(any_))
    found = judged(policy, model_of({"model.access": "hosted-api", "model.gated": True, "model.id": "xx"}))["r"]
    assert found.message == (
        "none of the alternatives holds: model.access is hosted-api (models/house/LICENSE:12); "
        "self-hosted is required; or model.gated is true (models/house/LICENSE:12); there must be none; "
        "or model.id is xx (models/house/LICENSE:12); this must not hold: matches x"
    )
    assert [check.operator for check in found.checks] == ["is", "exists", "not matches"]


def test_unknown_is_never_pass(tmp_path):
    policy = policy_of(tmp_path, rule("license.commercial_use: {is: allowed}"))
    found = judged(policy, model_of({"license.commercial_use": Unknown("the card names no license")}))["r"]
    assert found.verdict is Verdict.UNKNOWN
    assert found.missing == ("license.commercial_use",)
    assert found.message == "cannot be decided: license.commercial_use is unknown: the card names no license"
    assert report_of(policy, [found]).exit_code == 3


def test_a_place_that_nobody_knows_is_undecided(tmp_path):
    policy = policy_of(tmp_path, rule("endpoint.regions: {subset_of: [EU]}"))
    found = judged(policy, model_of({"endpoint.regions": ("nowhere-9",)}))["r"]
    assert found.verdict is Verdict.UNKNOWN
    assert found.missing == ("endpoint.regions",)
    assert "cannot be compared: within [EU]" in found.message


def test_an_empty_list_of_processing_places_tells_nothing(tmp_path):
    policy = policy_of(tmp_path, rule("endpoint.regions: {subset_of: [EU]}"))
    assert judged(policy, model_of({"endpoint.regions": ()}))["r"].verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("when", "require", "on_unknown", "verdict"),
    [
        (True, True, "undecided", "pass"),
        (True, False, "undecided", "fail"),
        (True, None, "undecided", "unknown"),
        (True, None, "fail", "fail"),
        (True, None, "ask", "unknown"),  # model.gated is no context fact
        (False, False, "fail", "not-applicable"),
        (False, None, "fail", "not-applicable"),
        (None, True, "fail", "pass"),  # it holds, or it does not apply
        (None, False, "undecided", "unknown"),
        (None, False, "fail", "fail"),
        (None, None, "undecided", "unknown"),
    ],
)
def test_when_and_require(tmp_path, when, require, on_unknown, verdict):
    more = f"when: {{model.remote_code: {{is: true}}}}\n    on_unknown: {on_unknown}"
    policy = policy_of(tmp_path, rule("model.gated: {is: true}", more))
    values = {"model.remote_code": when, "model.gated": require}
    found = judged(policy, model_of({name: value for name, value in values.items() if value is not None}))["r"]
    assert found.verdict == verdict
    assert bool(found.missing) is (verdict == "unknown" or (on_unknown == "fail" and verdict == "fail"))


def test_what_nobody_declared_of_a_context_is_asked_once(tmp_path):
    text = "contexts: {web: {paths: [web]}}\n"
    condition = "context.monthly_active_users: {at_most: {fact: license.mau_threshold}}"
    policy = policy_of(tmp_path, text + rule(condition, "on_unknown: ask"))
    limited = {"license.mau_threshold": 5}
    models = [model_of(limited, "web/a.py", "b.py", name=f"org/{name}") for name in ("a", "b")]
    result = evaluate(policy, Ledger(), models, NOW)
    assert {finding.verdict for finding in result.findings} == {Verdict.NOT_APPLICABLE}
    assert result.questions == (
        "context 'default' does not say monthly_active_users: "
        "add `monthly_active_users: <number>` under default_context in govscan.yaml",
        "context 'web' does not say monthly_active_users: "
        "add `monthly_active_users: <number>` under contexts: web in govscan.yaml",
    )
    assert report_of(policy, result.findings).exit_code == 0
    assert report_of(policy, result.findings).missing_facts == {"context.monthly_active_users": ("r",)}


def test_the_line_that_a_question_asks_for_answers_it(tmp_path):
    condition = rule("context.use: {is: research}", "on_unknown: ask")
    asked = evaluate(policy_of(tmp_path, condition), Ledger(), [model_of({})], NOW)
    assert "`use: <commercial | internal | research>` under default_context" in asked.questions[0]
    answered = evaluate(
        policy_of(tmp_path, "default_context:\n  use: research\n" + condition), Ledger(), [model_of({})], NOW
    )
    assert answered.questions == ()
    assert answered.findings[0].verdict is Verdict.PASS


def test_nobody_is_asked_where_the_answer_does_not_matter(tmp_path):
    condition = "context.monthly_active_users: {at_most: {fact: license.mau_threshold}}"
    policy = policy_of(tmp_path, rule(condition))
    result = evaluate(policy, Ledger(), [model_of({"license.mau_threshold": ABSENT})], NOW)
    assert result.findings[0].verdict is Verdict.PASS
    assert result.questions == ()


def test_ask_does_not_hide_other_missing_facts(tmp_path):
    condition = "context.monthly_active_users: {at_most: {fact: license.mau_threshold}}"
    found = judged(policy_of(tmp_path, rule(condition, "on_unknown: ask")), model_of({}))["r"]
    assert found.verdict is Verdict.UNKNOWN
    assert found.missing == ("context.monthly_active_users", "license.mau_threshold")


def test_each_context_is_judged_with_its_own_references(tmp_path):
    text = "contexts: {web: {paths: [web], use: commercial}, lab: {paths: [lab], use: research}}\n"
    policy = policy_of(tmp_path, text + rule("context.use: {is: research}"))
    found = evaluate(policy, Ledger(), [model_of({}, "web/a.py", "lab/b.py", "lab/c.py")], NOW).findings
    assert [(one.context, one.verdict, len(one.references)) for one in found] == [
        ("lab", Verdict.PASS, 2),
        ("web", Verdict.FAIL, 1),
    ]


def test_mentions_are_not_judged(tmp_path):
    policy = policy_of(tmp_path, rule("model.gated: {is: true}"))
    assert evaluate(policy, Ledger(), [model_of({}, certainty=Certainty.MENTION)], NOW).findings == ()


def test_a_crash_in_one_model_is_one_undecided_finding(tmp_path):
    class Broken:
        def get(self, name):
            raise ZeroDivisionError("of its own making")

        def __iter__(self):
            return iter(())

        def value(self, name):
            return None

    policy = policy_of(tmp_path, rule("model.gated: {is: true}"))
    broken = structs.replace(model_of({}, name="org/broken"), facts=Broken())
    found = evaluate(policy, Ledger(), [broken, model_of({"model.gated": True})], NOW).findings
    assert [(one.rule, one.verdict) for one in found] == [
        ("internal-error", Verdict.UNKNOWN),
        ("r", Verdict.PASS),
    ]
    assert "ZeroDivisionError: of its own making" in found[0].message
    assert report_of(policy, found).exit_code == 3


def test_findings_come_in_one_order(tmp_path):
    policy = policy_of(tmp_path, "govscan: 1\nextends: [govscan:security-review, govscan:commercial]\n")
    models = [
        model_of(dict(OPEN), "a.py", name=name, provider=provider)
        for name, provider in [("b/b", "huggingface"), ("a/a", "huggingface"), ("x", "openai")]
    ]
    forward = evaluate(policy, Ledger(), models, NOW)
    assert evaluate(policy, Ledger(), models[::-1], NOW) == forward
    keys = [(one.model.key, one.context, one.rule) for one in forward.findings]
    assert keys == sorted(keys)


# --- properties ---------------------------------------------------------------------------------------------------

FACTS = {"model.gated": [True, False], "model.remote_code": [True, False], "license.share_alike": [True, False]}
flag_tests = st.sampled_from([FactTest(name, Operator.IS, value, HERE) for name in FACTS for value in (True, False)])
conditions = st.one_of(flag_tests, st.builds(AnyOf, st.lists(flag_tests, min_size=1, max_size=2).map(tuple)))
drafts = st.tuples(st.sampled_from(list(Level)), conditions, st.one_of(st.none(), conditions))
worlds = st.dictionaries(st.sampled_from(sorted(FACTS)), st.booleans())


def policy_from(rules) -> Policy:
    return Policy(
        "p",
        "govscan.yaml",
        "0" * 64,
        tuple(
            Rule(f"r{index}", level, require, when, None, HERE, "x")
            for index, (level, require, when) in enumerate(rules)
        ),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(drafts, min_size=1, max_size=3), drafts, worlds)
def test_a_further_rule_never_turns_a_failed_run_good(rules, further, world):
    codes = []
    for some in (rules, [*rules, further]):
        policy = policy_from(some)
        codes.append(report_of(policy, evaluate(policy, Ledger(), [model_of(world)], NOW).findings).exit_code)
    severity = [0, 3, 1]
    assert severity.index(codes[1]) >= severity.index(codes[0])


@given(st.permutations(range(3)), st.lists(drafts, min_size=3, max_size=3), worlds)
def test_the_order_of_rules_does_not_matter(order, rules, world):
    policy = policy_from(rules)
    shuffled = structs.replace(policy, rules=tuple(policy.rules[index] for index in order))
    model = model_of(world)
    assert evaluate(policy, Ledger(), [model], NOW) == evaluate(shuffled, Ledger(), [model], NOW)


@given(drafts, worlds, st.sampled_from(sorted(FACTS)), st.booleans())
def test_knowing_more_never_turns_pass_and_fail_over(draft, world, learned, value):
    policy = policy_from([draft])
    world.pop(learned, None)
    (before,) = evaluate(policy, Ledger(), [model_of(world)], NOW).findings
    (after,) = evaluate(policy, Ledger(), [model_of({**world, learned: value})], NOW).findings
    if before.verdict is Verdict.FAIL:
        assert after.verdict is Verdict.FAIL
    if before.verdict is Verdict.PASS:  # a rule that holds anyway may turn out not to apply
        assert after.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE)
