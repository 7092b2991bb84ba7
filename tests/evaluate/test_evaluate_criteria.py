"""Who may approve, how many it takes, and reviews of other organizations."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from evaluate_build import NOW, model_of, policy_of
from test_evaluate_records import review

from govscan.errors import InvalidInput
from govscan.evaluate import evaluate, load_ledger
from govscan.evaluate.approval import approval
from govscan.finding import Truth
from govscan.policy import Criterion, Ledger, ReviewRequirement, ReviewVerdict


def approved_by(criterion, *reviews):
    policy_rule = ReviewRequirement("security")
    ledger = Ledger(tuple(reviews), (), {"security": criterion})
    return approval(policy_rule, ledger, model_of({}), "default", NOW)


def test_only_the_reviewers_of_a_criterion_may_approve_but_anybody_may_reject():
    criterion = Criterion(reviewers=("github:model-risk",))
    foreign = approved_by(criterion, review(reviewer_id="github:somebody"))
    assert foreign.truth is Truth.FALSE
    assert "is not named as a reviewer" in foreign.sentence
    assert approved_by(criterion, review(reviewer_id="github:model-risk")).truth is Truth.TRUE
    rejected = review("NO", reviewer_id="github:somebody", verdict=ReviewVerdict.REJECTED)
    assert approved_by(criterion, review(reviewer_id="github:model-risk"), rejected).record == "NO"


def test_a_criterion_may_take_several_different_reviewers():
    criterion = Criterion(minimum=2)
    one, again, other = review("A", reviewer_id="a"), review("B", reviewer_id="a"), review("C", reviewer_id="c")
    assert "one of 2 that it takes" in approved_by(criterion, one).sentence
    assert approved_by(criterion, one, again).truth is Truth.FALSE
    both = approved_by(criterion, one, again, other)
    assert both.truth is Truth.TRUE
    assert "review A" in both.sentence
    assert "review C" in both.sentence


THEIRS = """\
govscan_reviews: 1
reviews:
  - {id: R-1, model: org/name, criteria: [pentest], verdict: approved, reviewer: Them, date: 2026-01-01,
     expires: 2027-01-01}
  - {id: R-2, model: org/other, criteria: [culture], verdict: approved, reviewer: Them, date: 2026-01-01,
     expires: 2027-01-01}
  - {id: R-3, model: org/bad, criteria: [culture], verdict: rejected, reviewer: Them, date: 2026-01-01,
     expires: 2027-01-01}
"""


def imported(folder, digest=None, criteria="{pentest: security}"):
    home = folder / ".govscan"
    home.mkdir(exist_ok=True)
    (home / "theirs.yaml").write_text(THEIRS, encoding="utf-8")
    digest = digest or hashlib.sha256(THEIRS.encode()).hexdigest()
    (home / "reviews.yaml").write_text(
        "govscan_reviews: 1\ncriteria: {security: {}}\nimports:\n"
        f"  - {{file: theirs.yaml, sha256: {digest}, criteria: {criteria}}}\n",
        encoding="utf-8",
    )
    return load_ledger(folder)


def test_reviews_of_another_organization_come_in_the_words_of_this_one(tmp_path):
    found = {each.id: each for each in imported(tmp_path).reviews}
    assert found.keys() == {"theirs.yaml:R-1", "theirs.yaml:R-3"}  # nobody said what their "culture" is here
    assert found["theirs.yaml:R-1"].criteria == ("security",)
    assert found["theirs.yaml:R-3"].verdict is ReviewVerdict.REJECTED
    assert all(each.imported for each in found.values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"digest": "0" * 64}, "reviews.yaml:4:33: theirs.yaml has the sha256"),
        ({"digest": "abc"}, "must be 64 hex digits"),
        ({"criteria": "{pentest: securty}"}, "did you mean 'security'"),
    ],
)
def test_an_import_is_what_was_read_or_an_error(tmp_path, arguments, says):
    with pytest.raises(InvalidInput) as caught:
        imported(tmp_path, **arguments)
    assert says in str(caught.value)


def test_a_review_that_ends_soon_warns(tmp_path):
    policy = policy_of(tmp_path, "govscan: 1\nrules: [{id: r, level: note, review: {criteria: security}}]\n")
    soon = review(expires=NOW + dt.timedelta(days=3))
    assert any("in 3 days" in said for said in evaluate(policy, Ledger((soon,)), [model_of({})], NOW).warnings)
    later = review(expires=NOW + dt.timedelta(days=30))
    assert evaluate(policy, Ledger((later,)), [model_of({})], NOW).warnings == ()
