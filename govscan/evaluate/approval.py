"""Whether the reviews on record are the approval that a rule asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from govscan.evaluate.subject import revision_of, subject_of, text_hashes
from govscan.finding import Truth
from govscan.policy import Criterion, Ledger, Review, ReviewRequirement, ReviewVerdict
from govscan.report import Model


class Approval(Struct, frozen=True):
    """TRUE where an approval counts, FALSE where there is none or a rejection, UNKNOWN where the revision in use is
    not known or the approval depends on conditions. `record` is the id of the review that decided."""

    truth: Truth
    sentence: str
    record: str = ""
    missing: tuple[str, ...] = ()


def approval(requirement: ReviewRequirement, ledger: Ledger, model: Model, context: str, now: dt.date) -> Approval:
    """What the reviews say of one model in one context. A rejection beats every approval."""
    concerning = [
        review
        for review in ledger.reviews
        if _speaks_of(review, model, context) and requirement.criteria in covered(review, ledger.criteria)
    ]
    rejection = next((review for review in concerning if _rejects(review, model, now)), None)
    if rejection is not None:
        return Approval(
            Truth.FALSE, f"review {rejection.id} of {rejection.reviewer} rejects it ({rejection.place})", rejection.id
        )
    asked = ledger.criteria.get(requirement.criteria, Criterion())
    doubts: list[str] = []
    unsure: Approval | None = None
    approving: dict[str, Review] = {}  # by reviewer: one person is one voice
    for review in concerning:
        if review.verdict is ReviewVerdict.REJECTED:
            continue
        doubt = _foreign(asked, review) or _doubt(requirement, review, concerning, model, now)
        if doubt:
            doubts.append(doubt)
            continue
        pinned = _at_pin(review, model)
        name = f"review {review.id} of {review.reviewer}"
        if pinned is Truth.UNKNOWN:
            sentence = f"{name} is for one revision or license text, and which one is in use is not known"
            missing = ("license.detected",) if review.license_sha256 else ("model.revision",)
            unsure = unsure or Approval(Truth.UNKNOWN, sentence, review.id, missing)
        elif review.verdict is ReviewVerdict.CONDITIONAL:
            sentence = f"{name} approves under conditions that govscan cannot check: {review.conditions}"
            unsure = unsure or Approval(Truth.UNKNOWN, sentence, review.id)
        else:
            approving.setdefault(review.reviewer_id or review.reviewer, review)
    if len(approving) >= asked.minimum:
        return _granted(requirement, list(approving.values())[: asked.minimum])
    doubts += [f"{review.id} is one of {asked.minimum} that it takes" for review in approving.values()]
    if unsure is not None:
        return unsure
    because = f": {'; '.join(doubts)}" if doubts else ""
    return Approval(Truth.FALSE, f"no review for {requirement.criteria!r} is on record that counts{because}")


def _granted(requirement: ReviewRequirement, reviews: list[Review]) -> Approval:
    names = " and ".join(f"review {review.id} of {review.reviewer} ({review.place})" for review in reviews)
    until = min(review.expires for review in reviews)
    approve = "approves" if len(reviews) == 1 else "approve"
    return Approval(Truth.TRUE, f"{names} {approve} {requirement.criteria!r} until {until}", reviews[0].id)


def _foreign(criterion: Criterion, review: Review) -> str:
    """Why the reviewer may not approve; "" where he or she may."""
    if not criterion.reviewers or review.reviewer_id in criterion.reviewers:
        return ""
    return f"{review.id} is by {review.reviewer}, who is not named as a reviewer of this criterion"


def rejection_of(ledger: Ledger, model: Model, context: str, now: dt.date) -> Review | None:
    """A rejection in force, for whatever criterion; it beats every waiver."""
    return next(
        (review for review in ledger.reviews if _speaks_of(review, model, context) and _rejects(review, model, now)),
        None,
    )


def covered(review: Review, criteria: Mapping[str, Criterion]) -> frozenset[str]:
    """The criteria of a review, and all that they imply."""
    found: set[str] = set()
    pending = list(review.criteria)
    while pending:
        criterion = pending.pop()
        if criterion not in found:
            found.add(criterion)
            pending.extend(criteria.get(criterion, Criterion()).implies)
    return frozenset(found)


def _speaks_of(review: Review, model: Model, context: str) -> bool:
    subject = subject_of(review.model)
    within = not review.contexts or context in review.contexts
    return within and subject is not None and subject.is_model(model.identity)


def _rejects(review: Review, model: Model, now: dt.date) -> bool:
    """A rejection counts, too, where nobody knows whether it is the rejected revision that is in use."""
    in_force = review.date <= now <= review.expires
    return review.verdict is ReviewVerdict.REJECTED and in_force and _at_pin(review, model) is not Truth.FALSE


def _at_pin(review: Review, model: Model) -> Truth:
    """Whether the model in use is what was reviewed."""
    if review.revision:
        revision = revision_of(model)
        if revision is None:
            return Truth.UNKNOWN
        return Truth.TRUE if revision == review.revision else Truth.FALSE
    if review.license_sha256:
        hashes = text_hashes(model)
        if not hashes:
            return Truth.UNKNOWN
        return Truth.TRUE if review.license_sha256 in hashes else Truth.FALSE
    return Truth.TRUE


def _doubt(requirement: ReviewRequirement, review: Review, others: list[Review], model: Model, now: dt.date) -> str:
    """Why an approval does not count; "" where it does, as far as the calendar and the pin decide."""
    if now > review.expires:
        return f"{review.id} expired on {review.expires}"
    if now < review.date:
        return f"{review.id} begins on {review.date}"
    if requirement.max_age_days is not None and (now - review.date).days > requirement.max_age_days:
        return f"{review.id} of {review.date} is older than {requirement.max_age_days} days"
    if requirement.pin == "revision" and not review.revision:
        return f"{review.id} is not pinned to a revision"
    if requirement.pin == "license" and not review.license_sha256:
        return f"{review.id} is not pinned to a license text"
    if _at_pin(review, model) is Truth.FALSE:
        what = f"revision {review.revision[:12]}" if review.revision else "another license text"
        return f"{review.id} is for {what}"
    if review.delta_from and not _chain(review, others, now):
        return f"{review.id} continues an approval of {review.delta_from[:12]} that is not on record"
    return ""


def _chain(review: Review, others: list[Review], now: dt.date) -> bool:
    """Whether the reviews of differences lead back to an approval of a whole revision."""
    by_revision: dict[str | None, list[Review]] = {}
    for other in others:
        if other.verdict is ReviewVerdict.APPROVED and other.date <= now <= other.expires:
            by_revision.setdefault(other.revision, []).append(other)
    seen: set[str] = set()
    pending = [review.delta_from or ""]
    while pending:
        revision = pending.pop()
        if revision in seen:
            continue
        seen.add(revision)
        for other in by_revision.get(revision, []):
            if other.delta_from is None:
                return True
            pending.append(other.delta_from)
    return False
