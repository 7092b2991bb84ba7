"""What machines that annotate code are told: a report, and perhaps a comparison, enter, one row for each thing to show
leaves. Shared by SARIF, annotations, JUnit and code quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govscan.comparison import Comparison, RecordChange
from govscan.errors import Problem
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.reference import Location
from govscan.render import words
from govscan.render.arrange import Standing, places_of, standing_of
from govscan.render.escape import flowed, visible
from govscan.report import Report

RECORD = "govscan-record"
UNREADABLE = "input-unreadable"


class Result(Struct, frozen=True):
    """One thing at one place. `standing` is FAIL, UNDECIDED, WARNING or NOTE; `fingerprint` is the same in the next
    run, and unique within one; `fresh` says that the base does not have it. Texts are visible already."""

    rule: str
    standing: Standing
    title: str
    message: str
    fix: str
    owner: str
    places: tuple[Location, ...]
    fingerprint: str
    fresh: bool = True

    @property
    def text(self) -> str:
        """The whole of it in a few sentences."""
        said = self.message if self.message.endswith(".") else f"{self.message}."
        fix = f" Fix: {self.fix}" if self.fix else ""
        owner = f" Who may approve: {self.owner}." if self.owner else ""
        return f"{self.title}: {said}{fix}{owner}"


def results(report: Report, comparison: Comparison | None) -> tuple[Result, ...]:
    """Everything open, in the order of place and rule; what is waived or in the baseline is not."""
    if comparison is None:
        found = [*_findings(report.findings, fresh=True), *_problems(report.problems)]
    else:
        found = [
            *_findings(comparison.new, fresh=True),
            *_findings(comparison.unchanged, fresh=False),
            *_records(comparison.records),
            *_problems(comparison.new_problems),
        ]
    found.sort(key=lambda each: (each.places[0], each.rule, each.fingerprint, each.message))
    seen: Counter[str] = Counter()
    numbered = []
    for each in found:
        seen[each.fingerprint] += 1
        number = seen[each.fingerprint]
        numbered.append(replace(each, fingerprint=f"{each.fingerprint}:{number}"))
    return tuple(numbered)


def ranked(rows: Iterable[Result]) -> list[Result]:
    """The worst first."""
    return sorted(rows, key=lambda each: each.standing.rank)


def _findings(findings: Iterable[Finding], fresh: bool) -> Iterator[Result]:
    for finding in findings:
        if not finding.open:
            continue
        where = f" in {finding.context}" if finding.context else ""
        undecided = finding.verdict is Verdict.UNKNOWN
        title = f"{words.title(finding.model)}{where}{' (undecided)' if undecided else ''}"
        yield Result(
            rule=finding.rule,
            standing=standing_of((finding,)),
            title=visible(title),
            message=visible(finding.message),
            fix=flowed(finding.fix),
            owner=visible(finding.owner),
            places=places_of(reference.location for reference in finding.references) or (Location("govscan.yaml", 1),),
            fingerprint=finding.fingerprint,
            fresh=fresh,
        )


def _records(records: Sequence[RecordChange]) -> Iterator[Result]:
    for record in records:
        if record.verdict in (Verdict.FAIL, Verdict.UNKNOWN):
            path, _, line = record.path.rpartition(":")
            place = Location(path, int(line)) if path and line.isdecimal() else Location(record.path, 1)
            fails = record.verdict is Verdict.FAIL
            yield Result(
                rule=RECORD,
                standing=Standing.FAIL if fails else Standing.UNDECIDED,
                title=visible(record.path),
                message=visible(record.sentence),
                fix="",
                owner="",
                places=(place,),
                fingerprint=f"{RECORD}:{record.path}",
            )


def _problems(problems: Sequence[Problem]) -> Iterator[Result]:
    for problem in problems:
        yield Result(
            rule=UNREADABLE,
            standing=Standing.UNDECIDED,
            title=visible(problem.path),
            message=visible(problem.message),
            fix="",
            owner="",
            places=(Location(problem.path, max(problem.line, 1)),),
            fingerprint=f"{UNREADABLE}:{problem.path}:{problem.kind}",
        )


def level_of(standing: Standing) -> Level:
    """The level of a row; what is undecided is no proven error."""
    return {Standing.FAIL: Level.ERROR, Standing.NOTE: Level.NOTE}.get(standing, Level.WARNING)
