"""Every rule against every model in every context that it is used in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govscan.evaluate.approval import Approval, approval, covered, rejection_of
from govscan.evaluate.baseline import Covering
from govscan.evaluate.contexts import contexts_of, declared_facts
from govscan.evaluate.drift import drifted
from govscan.evaluate.explain import agreement, ignorance, violation
from govscan.evaluate.logic import Lookup, Outcome, conjunction, weigh
from govscan.evaluate.questions import question
from govscan.evaluate.subject import subject_of
from govscan.evaluate.unread import unread
from govscan.evaluate.waivers import SOON, ending, is_wide, waiver_for, warnings_of
from govscan.facts import Fact, Unknown
from govscan.finding import Finding, Truth, Verdict
from govscan.policy import Ledger, Level, OnUnknown, Policy, Rule
from govscan.reference import Certainty, Reference
from govscan.report import Model

CRASHED = "internal-error"
"""The rule id of the finding that stands for a model whose evaluation crashed."""

_HOLDS = Outcome(Truth.TRUE)


class Evaluation(Struct, frozen=True):
    """Findings in a stable order; `questions` are context facts that nobody declared, each as one sentence with
    the line to add; `warnings` speak of expired or unused waivers and reviews."""

    findings: tuple[Finding, ...]
    questions: tuple[str, ...]
    warnings: tuple[str, ...]


class _Use(Struct, frozen=True):
    """One model in one context: what a rule is judged on."""

    model: Model
    context: str
    references: tuple[Reference, ...]
    lookup: Lookup


def evaluate(
    policy: Policy, ledger: Ledger, models: Sequence[Model], now: dt.date, complete: bool = True
) -> Evaluation:
    """Every rule against every model in every context it is used in. Findings come in the order of model, context
    and rule; a crash in one model is one finding, undecided, and the others are judged. `complete` says that `models`
    are all of the tree, so that a waiver nobody needed can be called so."""
    findings: list[Finding] = []
    contexts: dict[str, dict[str, Fact]] = {}
    covering = Covering(ledger.baseline, now)
    for model in models:
        try:
            for finding in _judge_model(policy, ledger, model, contexts, now):
                rejected = (
                    ledger.baseline and finding.open and rejection_of(ledger, model, finding.context, now) is not None
                )
                findings.append(finding if rejected else covering.cover(finding))
        except Exception as error:  # noqa: BLE001 - a defect stays with the one model that showed it
            findings.append(_crash(model, error))
    findings.sort(key=lambda one: (one.model.key, str(one.model), one.context, one.rule))
    asked = {(one.context, name) for one in findings for name in one.missing if name.startswith("context.")}
    used = {one.record for one in findings if one.verdict is Verdict.WAIVED}
    return Evaluation(
        findings=tuple(findings),
        questions=tuple(question(policy, context, name) for context, name in sorted(asked)),
        warnings=(
            *warnings_of(ledger, policy, used, now, models, complete),
            *_review_warnings(ledger, models, policy, now),
            *(covering.unused() if complete else ()),
        ),
    )


def _judge_model(
    policy: Policy, ledger: Ledger, model: Model, contexts: dict[str, dict[str, Fact]], now: dt.date
) -> list[Finding]:
    findings = []
    for use in _uses(policy, model, contexts):
        for rule, part in _rules_of(policy, use):
            finding = _judge(policy, rule, ledger, part, now)
            if finding.open:
                finding = _waived(finding, ledger, part, now)
            findings.append(finding)
        gap = unread(use.model, use.context, use.references)
        if gap is not None:
            findings.append(_waived(gap, ledger, use, now))
        found = drifted(use.model, use.context, use.references)
        findings.extend(_waived(finding, ledger, use, now) for finding in found)
    return findings


def _uses(policy: Policy, model: Model, contexts: dict[str, dict[str, Fact]]) -> Iterator[_Use]:
    references: dict[str, list[Reference]] = {}
    for reference in model.references:
        if reference.certainty is Certainty.DEPENDENCY:
            for name in contexts_of(policy, reference):
                references.setdefault(name, []).append(reference)
    for name, within in references.items():
        if name not in contexts:
            contexts[name] = declared_facts(policy, name)
        declared = contexts[name]

        def lookup(fact: str, declared: dict[str, Fact] = declared) -> Fact:
            return declared.get(fact) or _told(model.facts.get(fact))

        yield _Use(model, name, tuple(within), lookup)


def _rules_of(policy: Policy, use: _Use) -> Iterator[tuple[Rule, _Use]]:
    """The rules that hold for a use, each with the references that it holds for: a sub-tree has rules of its own."""
    if not policy.subtrees:
        yield from ((rule, use) for rule in policy.rules)
        return
    holds: dict[int, tuple[Rule, list[Reference]]] = {}
    for reference in use.references:
        for rule in policy.rules_at(reference.location.path):
            holds.setdefault(id(rule), (rule, []))[1].append(reference)
    for rule, references in holds.values():
        yield rule, replace(use, references=tuple(references))


def _told(fact: Fact) -> Fact:
    """The fact, except that an empty list of places of processing tells nothing: requests are processed somewhere,
    and "nowhere" would lie within every region."""
    if fact.name == "endpoint.regions" and fact.value == ():
        return replace(fact, value=Unknown("nothing that was read says where requests are processed"))
    return fact


def _judge(policy: Policy, rule: Rule, ledger: Ledger, use: _Use, now: dt.date) -> Finding:
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
    blank: Finding, policy: Policy, rule: Rule, use: _Use, outcomes: Sequence[Outcome], review: Approval | None
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


def _waived(finding: Finding, ledger: Ledger, use: _Use, now: dt.date) -> Finding:
    """The finding as a waiver in force accepts it; as it is where there is none, or a rejection in force."""
    waiver = waiver_for(ledger, finding.rule, use.model, use.context, now)
    if waiver is None:
        return finding
    rejection = rejection_of(ledger, use.model, use.context, now)
    if rejection is not None:
        ignored = f"waiver {waiver.id} does not count: review {rejection.id} rejects the model"
        return replace(finding, message=f"{finding.message}; {ignored}")
    reach = [] if waiver.contexts else ["every context"]
    reach += ["every revision"] if is_wide(waiver) else []
    wide = f", a wide waiver for {' and '.join(reach)}" if reach else ""
    said = (
        f"waived until {waiver.expires} by {waiver.approver} ({waiver.id}, {waiver.reason}{wide}): {waiver.statement}"
    )
    return replace(finding, verdict=Verdict.WAIVED, message=f"{said}; {finding.message}", record=waiver.id)


def _review_warnings(ledger: Ledger, models: Sequence[Model], policy: Policy, now: dt.date) -> list[str]:
    """Reviews of models in use that expired, and rejections that no rule asks about."""
    asked = {rule.review.criteria for rule in policy.all_rules if rule.review is not None}
    warnings = []
    for review in ledger.reviews:
        subject = subject_of(review.model)
        if subject is None or not any(subject.is_model(model.identity) for model in models):
            continue
        if now > review.expires:
            warnings.append(f"{review.place}: review {review.id} expired on {review.expires} and no longer counts")
        elif (review.expires - now).days < SOON:
            warnings.append(f"{review.place}: review {review.id} {ending(review.expires, now)}")
        elif review.verdict == "rejected" and not covered(review, ledger.criteria) & asked:
            criteria = ", ".join(review.criteria)
            warnings.append(f"{review.place}: review {review.id} rejects the model, but no rule asks for {criteria}")
    return warnings


def _crash(model: Model, error: Exception) -> Finding:
    return Finding(
        rule=CRASHED,
        verdict=Verdict.UNKNOWN,
        level=Level.ERROR,
        model=model.identity,
        context="",
        references=model.references,
        message=f"govscan failed to judge this model: {type(error).__name__}: {error}"[:300],
        fix="Report this as a defect of govscan.",
    )
