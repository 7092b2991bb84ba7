"""One rule on one use enters, a finding leaves, with the facts that decided it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from govscan.evaluate.approval import Approval, approval
from govscan.evaluate.explain import agreement, ignorance, violation
from govscan.evaluate.logic import Outcome, conjunction, weigh
from govscan.evaluate.questions import question
from govscan.evaluate.use import Use
from govscan.finding import Finding, Truth, Verdict
from govscan.policy import Ledger, OnUnknown, Policy, Rule

_HOLDS = Outcome(Truth.TRUE)


def judged(policy: Policy, rule: Rule, ledger: Ledger, use: Use, now: dt.date) -> Finding:
    """The finding of a rule, before waivers."""
    blank = Finding(
        rule=rule.id,
        verdict=Verdict.NOT_APPLICABLE,
        level=rule.level,
        model=use.model.identity,
        context=use.context,
        references=use.references,
        message="",
        owner=rule.owner,
        origin=rule.origin,
    )
    when = weigh(rule.when, use.lookup) if rule.when is not None else _HOLDS
    if when.truth is Truth.FALSE:
        return replace(blank, message=f"does not apply: {agreement(when.steps)}", checks=when.checks)
    require = weigh(rule.require, use.lookup) if rule.require is not None else _HOLDS
    review = approval(rule.review, ledger, use.model, use.context, now) if rule.review is not None else None
    truth = conjunction((require.truth, review.truth if review else Truth.TRUE))
    if truth is Truth.TRUE:
        # where `when` is unknown the rule either holds or does not apply: nothing is left to find out
        steps = require.steps or when.steps
        said = [agreement(steps)] if rule.require is not None else []
        said += [review.sentence] if review else []
        checks = tuple(step.check for step in steps)
        record = review.record if review else ""
        return replace(blank, verdict=Verdict.PASS, message="; ".join(said), checks=checks, record=record)
    if truth is Truth.FALSE and when.truth is Truth.TRUE:
        return _failed(blank, rule, require, review)
    return _undecided(blank, policy, rule, use, [when, require], review)


def _failed(blank: Finding, rule: Rule, require: Outcome, review: Approval | None) -> Finding:
    said, fix, record = [], rule.fix, ""
    checks = require.checks if require.truth is Truth.FALSE else ()
    if require.truth is Truth.FALSE:
        said = [violation(require.steps, require.alternatives)]
    if review is not None and review.truth is Truth.FALSE:
        said = [*said, review.sentence]
        fix = fix or f"ask {rule.owner or 'the owner of the policy'} for a review"
        record = review.record
    return replace(blank, verdict=Verdict.FAIL, message="; ".join(said), checks=checks, fix=fix, record=record)


def _undecided(
    blank: Finding, policy: Policy, rule: Rule, use: Use, outcomes: Sequence[Outcome], review: Approval | None
) -> Finding:
    waiting = [outcome for outcome in outcomes if outcome.truth is Truth.UNKNOWN]
    steps = [step for outcome in waiting for step in outcome.steps]
    names = {name for outcome in waiting for name in outcome.missing}
    said = []
    if review is not None and review.truth is Truth.UNKNOWN:
        said = [f"cannot be decided: {review.sentence}"]
        names |= set(review.missing)
    missing = tuple(sorted(names))
    if waiting:
        said = [ignorance([fact for fact in map(use.lookup, missing) if not fact.known], steps), *said]
    finding = replace(
        blank,
        verdict=Verdict.UNKNOWN,
        message="; ".join(said),
        checks=tuple(step.check for step in steps),
        missing=missing,
        fix=rule.fix,
        record=review.record if review else "",
    )
    asks = [question(policy, use.context, name) for name in missing if name.startswith("context.")]
    if asks and len(asks) == len(missing):
        finding = replace(finding, fix="; ".join(asks))
        if rule.on_unknown is OnUnknown.ASK:
            message = f"not judged: {finding.message.removeprefix('cannot be decided: ')}"
            return replace(finding, verdict=Verdict.NOT_APPLICABLE, message=message)
    if rule.on_unknown is OnUnknown.FAIL:
        return replace(finding, verdict=Verdict.FAIL, message=f"{finding.message}; this rule fails what is not known")
    return finding
