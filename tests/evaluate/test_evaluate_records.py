from __future__ import annotations

import datetime as dt

import pytest
from evaluate_build import NOW, OTHER_SHA, SHA, judged, model_of, policy_of
from hypothesis import given
from hypothesis import strategies as st

from govscan.evaluate import evaluate, load_ledger
from govscan.evaluate.subject import subject_of
from govscan.evaluate.waivers import REASONS
from govscan.evidence import Document, Resolved
from govscan.facts import Fact, Facts, Source, SourceKind
from govscan.finding import Verdict
from govscan.policy import Criterion, Ledger, Place, Policy, Review, ReviewRequirement, ReviewVerdict, Waiver
from govscan.policy import Level as Severity
from govscan.policy import Rule as PolicyRule
from govscan.report import Model

HERE = Place(".govscan/reviews.yaml", 4, 5)


def review(id_="REV-1", verdict="approved", **more) -> Review:
    fields = {
        "model": "org/name",
        "criteria": ("security",),
        "reviewer": "Model Risk",
        "date": dt.date(2026, 6, 1),
        "expires": dt.date(2027, 6, 1),
        "place": HERE,
        "revision": SHA,
    }
    return Review(id=id_, verdict=ReviewVerdict(verdict), **{**fields, **more})


def waiver(id_="W-1", **more) -> Waiver:
    fields = {
        "rule": "r",
        "model": f"org/name@{SHA}",
        "contexts": ("default",),
        "reason": REASONS[0],
        "statement": "Agreement C-123",
        "approver": "github:legal",
        "created": dt.date(2026, 11, 1),
        "expires": dt.date(2027, 2, 1),
        "place": Place(".govscan/waivers.yaml", 3, 5),
    }
    return Waiver(id=id_, **{**fields, **more})


def requiring(pin: str | None = "revision", max_age_days: int | None = 365, owner: str = "security") -> Policy:
    requirement = ReviewRequirement("security", pin, max_age_days)
    rule = PolicyRule("r", Severity.ERROR, None, None, requirement, HERE, "govscan.yaml", owner=owner)
    return Policy("p", "govscan.yaml", "0" * 64, (rule,))


def verdict_of(*reviews, pin="revision", max_age_days=365, model=None, implies=None):
    criteria = {name: Criterion(implied) for name, implied in (implies or {}).items()}
    ledger = Ledger(tuple(reviews), (), criteria)
    return judged(requiring(pin, max_age_days), model or model_of({}), ledger=ledger)["r"]


def test_no_review_fails_and_says_whom_to_ask():
    found = verdict_of()
    assert found.verdict is Verdict.FAIL
    assert found.fix == "ask security for a review"
    assert found.message == "no review for 'security' is on record that counts"


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        ({}, "pass", "review REV-1 of Model Risk (.govscan/reviews.yaml:4) approves 'security' until 2027-06-01"),
        ({"model": "pkg:huggingface/org/name"}, "pass", "REV-1"),
        ({"model": "huggingface:ORG/Name"}, "pass", "REV-1"),
        ({"model": "ollama:org/name"}, "fail", "no review"),
        ({"model": "org/other"}, "fail", "no review"),
        ({"criteria": ("legal",)}, "fail", "no review"),
        ({"contexts": ("default", "web")}, "pass", "REV-1"),
        ({"contexts": ("web",)}, "fail", "no review"),
        ({"revision": OTHER_SHA}, "fail", "REV-1 is for revision ffffffffffff"),
        ({"revision": None}, "fail", "REV-1 is not pinned to a revision"),
        ({"expires": dt.date(2026, 11, 22)}, "fail", "REV-1 expired on 2026-11-22"),
        ({"expires": NOW}, "pass", "REV-1"),
        ({"date": dt.date(2026, 11, 24)}, "fail", "REV-1 begins on 2026-11-24"),
        ({"date": NOW}, "pass", "REV-1"),
        ({"date": dt.date(2025, 11, 23)}, "pass", "REV-1"),
        ({"date": dt.date(2025, 11, 22)}, "fail", "older than 365 days"),
        ({"verdict": "rejected"}, "fail", "review REV-1 of Model Risk rejects it"),
        ({"verdict": "rejected", "revision": OTHER_SHA}, "fail", "no review"),
        ({"verdict": "conditional", "conditions": "behind the gateway"}, "unknown", "behind the gateway"),
        ({"verdict": "conditional", "revision": OTHER_SHA}, "fail", "is for revision"),
    ],
)
def test_one_review(change, verdict, words):
    found = verdict_of(review(**change))
    assert found.verdict == verdict
    assert words in found.message


def test_a_rejection_beats_an_approval_whatever_comes_first():
    both = [review("A"), review("B", "rejected")]
    for reviews in (both, both[::-1]):
        found = verdict_of(*reviews)
        assert (found.verdict, found.record) == (Verdict.FAIL, "B")


def test_criteria_may_imply_others_even_in_a_circle():
    implies = {"full": ("middle",), "middle": ("security", "full")}
    assert verdict_of(review(criteria=("full",)), implies=implies).verdict is Verdict.PASS
    assert verdict_of(review(criteria=("other",)), implies=implies).verdict is Verdict.FAIL


def test_a_revision_that_nobody_knows_leaves_it_undecided():
    found = verdict_of(review(), model=model_of({}, sha=None))
    assert found.verdict is Verdict.UNKNOWN
    assert found.missing == ("model.revision",)
    assert verdict_of(review(), model=model_of({"model.revision": SHA}, sha=None)).verdict is Verdict.PASS
    assert verdict_of(review(), model=model_of({"model.revision": "main"}, sha=None)).verdict is Verdict.UNKNOWN


def test_a_rejection_counts_where_nobody_knows_the_revision():
    found = verdict_of(review("A"), review("B", "rejected"), model=model_of({}, sha=None))
    assert (found.verdict, found.record) == (Verdict.FAIL, "B")


def test_a_review_may_be_pinned_to_the_license_text():
    document = Document.of("LICENSE", "models/house/LICENSE", b"The words.")
    card = Document.of("README.md", "models/house/README.md", b"A card.")
    plain = model_of({})
    said = Fact("license.detected", "MIT", Source(SourceKind.TEXT, document.source, 1, sha256=document.sha256))
    evidence = Resolved(plain.identity, "local", SHA, (document, card))
    model = Model(plain.identity, plain.references, evidence, Facts.of([said]), ())
    fitting = review(revision=None, license_sha256=document.sha256)
    of_the_card = review(revision=None, license_sha256=card.sha256)
    assert verdict_of(of_the_card, pin="license", model=model).verdict is Verdict.FAIL
    assert verdict_of(fitting, pin="license", model=model).verdict is Verdict.PASS
    assert verdict_of(fitting, pin="license").verdict is Verdict.UNKNOWN
    assert (
        verdict_of(review(revision=None, license_sha256="0" * 64), pin="license", model=model).verdict is Verdict.FAIL
    )
    assert verdict_of(review(), pin="license", model=model).verdict is Verdict.FAIL


def test_a_review_of_a_difference_needs_the_approval_it_continues():
    step = review("STEP", delta_from=OTHER_SHA)
    assert "is not on record" in verdict_of(step).message
    assert verdict_of(step, review("BASE", revision=OTHER_SHA)).record == "STEP"
    circle = review("BACK", revision=OTHER_SHA, delta_from=SHA)
    assert verdict_of(step, circle).verdict is Verdict.FAIL


# --- waivers ------------------------------------------------------------------------------------------------------


def waived(*waivers, reviews=(), model=None, text="model.gated: {is: true}", tmp_path=None):
    policy = policy_of(tmp_path, f"govscan: 1\nrules: [{{id: r, level: error, require: {{{text}}}}}]\n")
    result = evaluate(policy, Ledger(tuple(reviews), tuple(waivers)), [model or model_of({"model.gated": False})], NOW)
    return result.findings[0], result.warnings


@pytest.mark.parametrize(
    ("change", "verdict", "warning"),
    [
        ({}, "waived", ""),
        ({"contexts": ()}, "waived", ""),
        ({"contexts": ("web",)}, "fail", "was not needed"),
        ({"model": "pkg:huggingface/org/name"}, "waived", ""),
        ({"model": f"org/name@{OTHER_SHA}"}, "fail", "was not needed"),
        ({"model": "org/other"}, "fail", "was not needed"),
        ({"rule": "other"}, "fail", "is for the rule 'other', which the policy does not have"),
        ({"expires": dt.date(2026, 11, 22)}, "fail", "expired on 2026-11-22 and no longer counts"),
        ({"expires": NOW}, "waived", "expires on 2026-11-23, today"),
        ({"created": dt.date(2026, 11, 24)}, "fail", "begins on 2026-11-24"),
    ],
)
def test_one_waiver(tmp_path, change, verdict, warning):
    found, warnings = waived(waiver(**change), tmp_path=tmp_path)
    assert found.verdict == verdict
    assert found.record == ("W-1" if verdict == "waived" else "")
    assert len(warnings) == bool(warning)
    assert all(warning in one and one.startswith(".govscan/waivers.yaml:3: waiver W-1") for one in warnings)


def test_a_waived_finding_keeps_its_reason_and_shows_how_wide_it_is(tmp_path):
    found, _ = waived(waiver(), tmp_path=tmp_path)
    assert found.message == (
        "waived until 2027-02-01 by github:legal (W-1, license-acquired): Agreement C-123; "
        "model.gated is false (models/house/LICENSE:12); true is required"
    )
    wide, _ = waived(waiver(model="org/name", contexts=()), tmp_path=tmp_path)
    assert "a wide waiver for every context and every revision" in wide.message
    narrow_first, _ = waived(waiver("WIDE", model="org/name"), waiver("NARROW"), tmp_path=tmp_path)
    assert narrow_first.record == "NARROW"


def test_an_undecided_finding_may_be_waived(tmp_path):
    found, _ = waived(waiver(), model=model_of({}), tmp_path=tmp_path)
    assert found.verdict is Verdict.WAIVED


def test_a_waiver_for_a_revision_does_not_count_where_nobody_knows_it(tmp_path):
    found, _ = waived(waiver(), model=model_of({"model.gated": False}, sha=None), tmp_path=tmp_path)
    assert found.verdict is Verdict.FAIL


def test_a_pass_uses_no_waiver(tmp_path):
    found, warnings = waived(waiver(), model=model_of({"model.gated": True}), tmp_path=tmp_path)
    assert found.verdict is Verdict.PASS
    assert "was not needed: no finding of 'r'" in warnings[0]


def test_a_rejection_beats_every_waiver(tmp_path):
    found, warnings = waived(waiver(), reviews=[review("NO", "rejected")], tmp_path=tmp_path)
    assert found.verdict is Verdict.FAIL
    assert "waiver W-1 does not count: review NO rejects the model" in found.message
    assert any("no rule asks for security" in one for one in warnings)


def test_an_expired_review_of_a_model_in_use_warns(tmp_path):
    old = review(expires=dt.date(2026, 11, 1))
    _, warnings = waived(
        reviews=[old, review("ELSE", model="org/else", expires=dt.date(2026, 11, 1))], tmp_path=tmp_path
    )
    assert warnings == (".govscan/reviews.yaml:4: review REV-1 expired on 2026-11-01 and no longer counts",)


days = st.integers(-400, 400).map(lambda n: NOW + dt.timedelta(days=n))


@given(st.booleans(), st.booleans(), days, days, st.sampled_from([None, SHA, OTHER_SHA]), st.booleans())
def test_waiver_precedence(gated, rejected, created, expires, revision, matching_context):
    """Waived exactly where a finding is bad, a waiver in force fits, and nobody rejected the model."""
    policy = requiring(pin=None, max_age_days=None)
    model = model_of({})
    reviews = [review("YES")] if gated else []
    reviews += [review("NO", "rejected")] if rejected else []
    name = f"org/name@{revision}" if revision else "org/name"
    one = waiver(model=name, created=created, expires=expires, contexts=("default" if matching_context else "web",))
    found = judged(policy, model, ledger=Ledger(tuple(reviews), (one,)))["r"]
    in_force = created <= NOW <= expires and revision != OTHER_SHA and matching_context
    if rejected:
        expected = Verdict.FAIL
    elif gated:
        expected = Verdict.PASS
    else:
        expected = Verdict.WAIVED if in_force else Verdict.FAIL
    assert found.verdict is expected


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "provider", "name", "revision"),
    [
        ("org/name", "huggingface", "org/name", None),
        (f"org/name@{SHA}", "huggingface", "org/name", SHA),
        ("pkg:huggingface/org/na%2Bme", "huggingface", "org/na+me", None),
        (f"pkg:huggingface/org/name@{SHA}?x=1", "huggingface", "org/name", SHA),
        ("openai:gpt-4o", "openai", "gpt-4o", None),
        ("ollama:llama3:8b", "ollama", "llama3:8b", None),
        ("vertex:claude@20240229", "vertex", "claude@20240229", None),
        ("custom:*", "custom", "", None),
        ("local:models/house", "local", "models/house", None),
    ],
)
def test_forms_of_a_model(text, provider, name, revision):
    subject = subject_of(text)
    assert (subject.provider, subject.name, subject.revision) == (provider, name, revision)


@pytest.mark.parametrize("text", ["gpt-4o", "org/name@main", "pkg:huggingface/org/name@v1", "", "openai:", f"@{SHA}"])
def test_forms_that_are_refused(text):
    assert subject_of(text) is None


def test_without_records_the_ledger_is_empty(tmp_path):
    assert load_ledger(tmp_path) == Ledger()


def test_records_are_read(tmp_path):
    from test_evaluate_load import CASES

    ledger = load_ledger(CASES / "valid" / "everything")
    first, second, third = ledger.reviews
    assert (first.revision, first.contexts, first.reviewer) == (SHA, ("web",), "Model Risk (github:model-risk)")
    assert first.evidence == ("https://tracker.example/AISEC-77",)
    assert (second.delta_from, second.revision, second.conditions) == (SHA, OTHER_SHA, "only behind the gateway")
    assert (third.license_sha256, third.verdict) == ("1" * 64, ReviewVerdict.REJECTED)
    assert {name: each.implies for name, each in ledger.criteria.items()} == {
        "security-review": ("format-safe",),
        "everything": (),
    }
    assert [one.model for one in ledger.waivers] == [f"pkg:huggingface/org/name@{SHA}", "ollama:llama3:8b"]
    assert ledger.waivers[0].expires == dt.date(2027, 2, 1)
