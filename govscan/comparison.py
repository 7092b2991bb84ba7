"""Two states of a repository side by side: what a change brings, mends and leaves as it was."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from govscan.errors import Problem
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.report import Model, Report


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(Struct, frozen=True):
    """One thing about a model that is not what it was: `what` is "revision", "provider", "endpoint", "region",
    "contexts" or the name of a fact ("license.concluded"); the values are as a person reads them, "" where there is
    none."""

    what: str
    before: str
    after: str


class ModelChange(Struct, frozen=True):
    """A model that came, went or changed. `before` is None for one that came, `after` for one that went."""

    kind: ChangeKind
    before: Model | None
    after: Model | None
    differences: tuple[Difference, ...] = ()


class RecordChange(Struct, frozen=True):
    """A change of what govscan judges by (policy, reviews, waivers, lock, baseline, ignore comments), or another thing
    about the change that a reviewer must know. `verdict` is FAIL for a forged record, UNKNOWN for what nobody verified,
    NOT_APPLICABLE where it only has to be read. `in_force` is false where it takes effect only after the merge."""

    path: str
    sentence: str
    verdict: Verdict = Verdict.NOT_APPLICABLE
    in_force: bool = False


class Comparison(Struct, frozen=True, dict=True):
    """A base and a head, as full commit ids. Both reports are judged by the same policy, that of the base (unless the
    user trusts the head's). `new` and `unchanged` are open findings of `after`, `fixed` are those of `before` that are
    gone; `new_problems` are inputs of the head that cannot be read and could be, or were not there, in the base.
    `judge_all` lets what is unchanged decide as well, `fail_on` is the least level that fails."""

    base: str
    head: str
    before: Report
    after: Report
    changes: tuple[ModelChange, ...]
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    records: tuple[RecordChange, ...] = ()
    new_problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    judge_all: bool = False
    fail_on: Level = Level.ERROR

    @cached_property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings that the exit code rests on."""
        findings = (*self.new, *self.unchanged) if self.judge_all else self.new
        return tuple(finding for finding in findings if finding.level.at_least(self.fail_on))

    @property
    def exit_code(self) -> int:
        """0 clean, 1 a finding that fails, 3 could not decide. 1 wins over 3."""
        verdicts = {finding.verdict for finding in self.deciding}
        verdicts |= {record.verdict for record in self.records}
        problems = self.after.problems if self.judge_all else self.new_problems
        if Verdict.FAIL in verdicts:
            return 1
        return 3 if Verdict.UNKNOWN in verdicts or problems else 0
