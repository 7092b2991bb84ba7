"""Every rule against every model in every context that it is used in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govscan.evaluate.approval import covered, rejection_of
from govscan.evaluate.baseline import Covering
from govscan.evaluate.drift import drifted
from govscan.evaluate.questions import question
from govscan.evaluate.quick import Quick, quick
from govscan.evaluate.subject import subject_of
from govscan.evaluate.unread import unread
from govscan.evaluate.use import Use, rules_of, uses
from govscan.evaluate.verdict import judged
from govscan.evaluate.waivers import SOON, ending, is_wide, waiver_for, warnings_of
from govscan.facts import Fact
from govscan.finding import Finding, Verdict
from govscan.policy import Ledger, Level, Policy, Rule
from govscan.report import Model

CRASHED = "internal-error"
"""The rule id of the finding that stands for a model whose evaluation crashed."""


class Evaluation(Struct, frozen=True):
    """Findings in a stable order; `questions` are context facts that nobody declared, each as one sentence with
    the line to add; `warnings` speak of expired or unused waivers and reviews."""

    findings: tuple[Finding, ...]
    questions: tuple[str, ...]
    warnings: tuple[str, ...]


def evaluate(
    policy: Policy, ledger: Ledger, models: Sequence[Model], now: dt.date, complete: bool = True
) -> Evaluation:
    """Every rule against every model in every context it is used in. Findings come in the order of model, context
    and rule; a crash in one model is one finding, undecided, and the others are judged. `complete` says that `models`
    are all of the tree, so that a waiver nobody needed can be called so."""
    judge = Judge(policy, ledger, now)
    findings = [finding for model in models for finding in judge.findings(model)]
    findings.sort(key=lambda one: (one.model.key, str(one.model), one.context, one.rule))
    asked = {(one.context, name) for one in findings for name in one.missing if name.startswith("context.")}
    used = {one.record for one in findings if one.verdict is Verdict.WAIVED}
    return Evaluation(
        findings=tuple(findings),
        questions=tuple(question(policy, context, name) for context, name in sorted(asked)),
        warnings=(
            *warnings_of(ledger, policy, used, now, models, complete),
            *_review_warnings(ledger, models, policy, now),
            *(judge.covering.unused() if complete else ()),
        ),
    )


class Judge:
    """A policy and its records, made ready for many models."""

    def __init__(self, policy: Policy, ledger: Ledger, now: dt.date) -> None:
        self.policy, self.ledger, self.now = policy, ledger, now
        self.covering = Covering(ledger.baseline, now)
        self._contexts: dict[str, dict[str, Fact]] = {}
        self._quick: dict[int, Quick] = {}

    def findings(self, model: Model) -> list[Finding]:
        """Every finding about a model, in the order of contexts and rules."""
        try:
            return [self._covered(model, finding) for finding in self._judged(model, None)]
        except Exception as error:  # noqa: BLE001 - a defect stays with the one model that showed it
            return [_crash(model, error)]

    def open_findings(self, model: Model) -> tuple[list[Finding], Counter[tuple[Verdict, Level]]]:
        """The findings that are open or accepted, in the order of context and rule, and how many there are of each
        verdict and level: nobody will read why a rule passed, so that it is not put into words."""
        tally: Counter[tuple[Verdict, Level]] = Counter()
        try:
            found = [self._covered(model, finding) for finding in self._judged(model, tally)]
        except Exception as error:  # noqa: BLE001 - as above
            tally.clear()
            found = [_crash(model, error)]
        for finding in found:
            tally[finding.verdict, finding.level] += 1
        kept = [one for one in found if one.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE)]
        kept.sort(key=lambda one: (one.context, one.rule))
        return kept, tally

    def recorded(self) -> frozenset[str] | None:
        """The names of models, in one case, of which the records speak; None where they may speak of any."""
        ledger = self.ledger
        models = [*(each.model for each in ledger.reviews), *(each.model for each in ledger.waivers)]
        subjects = [subject_of(model) for model in models]
        if ledger.baseline or any(subject is None for subject in subjects):
            return None
        return frozenset(subject.name.casefold() for subject in subjects if subject is not None)

    def _covered(self, model: Model, finding: Finding) -> Finding:
        if not self.ledger.baseline:
            return finding
        rejected = finding.open and rejection_of(self.ledger, model, finding.context, self.now) is not None
        return finding if rejected else self.covering.cover(finding)

    def _judged(self, model: Model, tally: Counter[tuple[Verdict, Level]] | None) -> Iterator[Finding]:
        """The findings, waivers applied. What passes or does not apply is only counted where there is a `tally`."""
        ledger, now = self.ledger, self.now
        for use in uses(self.policy, model, self._contexts):
            for rule, part in rules_of(self.policy, use):
                quiet = self._quiet(rule, part) if tally is not None else None
                if tally is not None and quiet is not None:
                    tally[quiet, rule.level] += 1
                    continue
                finding = judged(self.policy, rule, ledger, part, now)
                yield _waived(finding, ledger, part, now) if finding.open else finding
            gap = unread(use.model, use.context, use.references)
            if gap is not None:
                yield _waived(gap, ledger, use, now)
            for finding in drifted(use.model, use.context, use.references):
                yield _waived(finding, ledger, use, now)

    def _quiet(self, rule: Rule, use: Use) -> Verdict | None:
        """PASS or NOT_APPLICABLE where the rule certainly comes out so, None where it has to be looked at."""
        test = self._quick.get(id(rule))
        if test is None:
            test = self._quick[id(rule)] = quick(rule)
        return test(use.lookup)


def _waived(finding: Finding, ledger: Ledger, use: Use, now: dt.date) -> Finding:
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
