from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_build import CLEAN, NOW, OPEN, SHA, judged, model_of, policy_of

from govscan.data import policies_folder
from govscan.evaluate import evaluate, load_policy, packs
from govscan.facts import ABSENT, Unknown
from govscan.finding import Verdict
from govscan.policy import Ledger, Level
from govscan.report import Report

WEB = """default_context:
  use: commercial
  regions: [eu-central-1]
  data: [personal]
  monthly_active_users: 2_000_000
  annual_revenue_usd: 50_000_000
  distribution: saas
  modifies: none
"""


FOR_ALL = ("open-weights", "origin-known", "no-written-keys", "plain-http", "tls-verified")
"""Rules that have no `when`."""


def pack(tmp_path: Path, *names: str, context: str = WEB):
    extends = ", ".join(f"govscan:{name}" for name in names)
    return policy_of(tmp_path, f"govscan: 1\nextends: [{extends}]\n{context}")


def bad(findings) -> dict[str, str]:
    """What is not in order, by rule."""
    good = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    return {rule: found.verdict.value for rule, found in findings.items() if found.verdict not in good}


def exit_code(policy, *models) -> int:
    found = evaluate(policy, Ledger(), models, NOW).findings
    return Report(".", "0", "2026-11-23", True, policy, 1, 1, (), (), found).exit_code


def test_these_are_the_packs():
    assert packs() == (
        *("baseline", "commercial", "eu-ai-act-gpai", "eu-residency", "jurisdiction", "model-card", "openness"),
        "security-review",
    )


@pytest.mark.parametrize("name", packs())
def test_every_rule_of_a_pack_is_complete(name):
    for rule in load_policy(Path(f"govscan:{name}"), Path()).rules:
        assert rule.title, rule.id
        assert rule.owner, rule.id
        assert rule.fix.endswith("."), rule.id
        assert rule.when is not None or rule.id in FOR_ALL, rule.id


def test_packs_can_be_combined_in_any_order(tmp_path):
    rules = set()
    rotations = [packs()[at:] + packs()[:at] for at in range(len(packs()))]
    for order in (*rotations, *(rotation[::-1] for rotation in rotations)):
        policy = pack(tmp_path, *order)
        rules.add(frozenset((rule.id, rule.level, rule.on_unknown) for rule in policy.rules))
    assert len(rules) == 1


def test_packs_blame_no_country():
    """A pack may list places that a law names as adequate; none names places that models must not come from."""
    for path in policies_folder().glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "publisher_country" not in text
        assert "not_in" not in text


# --- baseline -----------------------------------------------------------------------------------------------------


def test_an_open_model_is_clean_even_where_nobody_declared_anything(tmp_path):
    policy = load_policy(None, tmp_path)
    model = model_of(OPEN)
    assert bad(judged(policy, model)) == {}
    assert evaluate(policy, Ledger(), [model], NOW).questions == ()
    assert exit_code(policy, model) == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"license.concluded": ABSENT}, {"license-known": "fail"}),
        ({"license.concluded": Unknown("no card")}, {"license-known": "unknown"}),
        ({"license.conflict": ("README.md:3 says mit",)}, {"license-conflict": "fail"}),
        ({"lineage.base_conflict": ("claims mit over llama3",)}, {"base-license-conflict": "fail"}),
        ({"license.commercial_use": "prohibited"}, {"commercial-use": "fail"}),
        ({"license.commercial_use": "conditional"}, {}),
        ({"license.commercial_use": Unknown("?")}, {"commercial-use": "unknown"}),
        ({"license.territory_excluded": ("EU", "GB", "KR")}, {"license-territory": "fail"}),
        ({"license.territory_excluded": ("KR",)}, {}),
        ({"license.mau_threshold": 1_000_000}, {"user-threshold": "fail"}),
        ({"license.mau_threshold": 700_000_000}, {}),
        ({"model.remote_code": True}, {"remote-code": "fail"}),
        ({"model.revision_pinned": False}, {"revision-pinned": "fail"}),
        ({"artifacts.unsafe_formats": ("pickle",)}, {"unsafe-formats": "fail"}),
    ],
)
def test_baseline(tmp_path, change, expected):
    values = {**OPEN, **change}
    assert bad(judged(pack(tmp_path, "baseline"), model_of(values))) == expected


def test_baseline_asks_for_what_no_context_says(tmp_path):
    policy = load_policy(None, tmp_path)
    llama = model_of({**OPEN, "license.mau_threshold": 700_000_000, "license.territory_excluded": ("EU",)})
    result = evaluate(policy, Ledger(), [llama], NOW)
    assert {one.split(":")[0] for one in result.questions} == {
        "context 'default' does not say monthly_active_users",
        "context 'default' does not say regions",
    }
    assert exit_code(policy, llama) == 0


def test_baseline_warns_of_a_non_commercial_license_where_no_context_says_the_use(tmp_path):
    policy = load_policy(None, tmp_path)
    model = model_of({**OPEN, "license.commercial_use": "prohibited"})
    found = judged(policy, model)
    assert bad(found) == {"non-commercial-license": "unknown"}
    assert found["non-commercial-license"].level is Level.WARNING
    assert "add `use:" in found["non-commercial-license"].fix
    research = pack(tmp_path, "baseline", context="default_context: {use: research}")
    assert bad(judged(research, model)) == {}


def test_license_rules_do_not_judge_hosted_models(tmp_path):
    hosted = model_of(
        {"model.access": "hosted-api", **CLEAN},
        provider="openai",
        name="gpt-4o",
        sha=None,
    )
    for name in ("baseline", "commercial", "security-review"):
        assert bad(judged(pack(tmp_path, name), hosted)) == {}


def test_where_nobody_knows_who_serves_a_model_it_is_undecided(tmp_path):
    assert exit_code(pack(tmp_path, "baseline"), model_of({}, provider="custom", name="m", sha=None)) == 3


# --- commercial ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"license.commercial_use": "conditional"}, {"commercial-conditions": "fail"}),
        ({"license.revenue_threshold_usd": 1_000_000}, {"revenue-threshold": "fail"}),
        ({"lineage.most_restrictive_commercial_use": "prohibited"}, {"base-commercial-use": "fail"}),
        ({"lineage.complete": False}, {"base-licenses-known": "fail"}),
        ({"license.modified": True}, {"license-modified": "fail"}),
        ({"license.registration_required": True}, {"registration": "fail"}),
        ({"license.naming": "Built with Llama"}, {"naming-duty": "fail"}),
        ({"license.use_restrictions": True}, {"acceptable-use": "fail"}),
    ],
)
def test_commercial(tmp_path, change, expected):
    assert bad(judged(pack(tmp_path, "commercial"), model_of({**OPEN, **change}))) == expected


def test_commercial_judges_by_what_is_done_with_the_model(tmp_path):
    context = WEB.replace("saas", "redistributed").replace("modifies: none", "modifies: merge")
    values = {**OPEN, "license.share_alike": True, "license.output_training": "prohibited"}
    found = bad(judged(pack(tmp_path, "commercial", context=context), model_of(values)))
    assert found == {"share-alike": "fail", "output-training": "fail", "attribution-duty": "fail"}


def test_commercial_insists_on_what_baseline_asks(tmp_path):
    llama = model_of({**OPEN, "license.mau_threshold": 700_000_000})
    found = judged(pack(tmp_path, "commercial", context="default_context: {use: commercial, regions: [DE]}"), llama)
    assert found["user-threshold"].verdict is Verdict.UNKNOWN
    assert found["user-threshold"].missing == ("context.monthly_active_users",)


def test_internal_use_counts_as_commercial(tmp_path):
    model = model_of({**OPEN, "license.commercial_use": "prohibited"})
    found = bad(judged(pack(tmp_path, "commercial", context=WEB.replace("use: commercial", "use: internal")), model))
    assert found == {"internal-use": "fail"}


# --- eu-residency -------------------------------------------------------------------------------------------------

EU_API = {
    "model.access": "hosted-api",
    "endpoint.processing": "pinned",
    "endpoint.regions": ("aws:eu-central-1",),
    "endpoint.operator_country": ("US",),
    "endpoint.operator_group_country": ("DE",),
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"endpoint.regions": ("us-east-1",)}, {"personal-data-residency": "fail"}),
        ({"endpoint.regions": ("WORLD",), "endpoint.processing": "unbounded"}, {"personal-data-residency": "fail"}),
        ({"endpoint.processing": "unbounded"}, {"personal-data-residency": "fail"}),
        (
            {"endpoint.processing": "undetermined", "endpoint.regions": Unknown("no region set")},
            {"personal-data-residency": "unknown"},
        ),
        ({"endpoint.processing": "undetermined", "endpoint.regions": ()}, {"personal-data-residency": "unknown"}),
        ({"endpoint.operator_country": Unknown("nobody knows")}, {"personal-data-residency": "unknown"}),
        ({"endpoint.operator_country": ("SG",)}, {"personal-data-residency": "fail"}),
        ({"endpoint.operator_group_country": ("US",)}, {"disclosure-law": "fail"}),
        ({"endpoint.operator_group_country": Unknown("?")}, {"disclosure-law": "unknown"}),
    ],
)
def test_eu_residency_of_hosted_models(tmp_path, change, expected):
    hosted = model_of({**EU_API, **change}, provider="bedrock", name="m", sha=None)
    assert bad(judged(pack(tmp_path, "eu-residency"), hosted)) == expected


@pytest.mark.parametrize(
    ("regions", "excluded", "expected"),
    [
        ("[eu-central-1]", (), {}),
        ("[us-east-1]", (), {"personal-data-residency": "fail"}),
        ("[DE]", ("EU",), {"eu-license-territory": "fail"}),
        ("[DE]", ("KR",), {}),
    ],
)
def test_eu_residency_of_self_hosted_models(tmp_path, regions, excluded, expected):
    policy = pack(tmp_path, "eu-residency", context=WEB.replace("[eu-central-1]", regions))
    assert bad(judged(policy, model_of({**OPEN, "license.territory_excluded": excluded}))) == expected


def test_eu_residency_insists_on_the_classes_of_data(tmp_path):
    policy = pack(tmp_path, "eu-residency", context="")
    found = judged(policy, model_of({**EU_API, "endpoint.regions": ("US",)}, provider="openai", name="m", sha=None))
    assert found["personal-data-residency"].verdict is Verdict.UNKNOWN
    assert found["personal-data-residency"].missing == ("context.data",)
    public = pack(tmp_path, "eu-residency", context="default_context: {data: [public]}")
    assert (
        bad(judged(public, model_of({**EU_API, "endpoint.regions": ("US",)}, provider="openai", name="m", sha=None)))
        == {}
    )


# --- security-review ----------------------------------------------------------------------------------------------


def test_security_review(tmp_path):
    risky = {
        **OPEN,
        "model.remote_code": True,
        "model.revision_pinned": False,
        "artifacts.unsafe_formats": ("pickle",),
        "artifacts.unsafe_globals": ("os.system",),
    }
    found = judged(pack(tmp_path, "security-review"), model_of(risky))
    errors = {rule for rule, one in found.items() if one.verdict is Verdict.FAIL and one.level is Level.ERROR}
    assert errors == {"revision-pinned", "unsafe-formats", "unsafe-globals", "remote-code-review", "security-review"}


def test_a_review_on_record_satisfies_security_review(tmp_path):
    from test_evaluate_records import review

    reviews = (review(criteria=("security-review",), revision=SHA),)
    found = judged(pack(tmp_path, "security-review"), model_of(OPEN), ledger=Ledger(reviews))
    assert bad(found) == {}
    assert found["security-review"].record == "REV-1"
