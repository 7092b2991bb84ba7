"""A report, arranged for a reader: standing of a model, worst first, equal findings said once, counts.

Shared by the formats for people (terminal, HTML); the machine formats write findings as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from govscan.evidence import LockEntry, Resolved
from govscan.finding import Check, Finding, Verdict
from govscan.policy import Level
from govscan.reference import Identity, Location
from govscan.report import Model, Report


class Standing(StrEnum):
    """What a model's findings amount to, worst first."""

    FAIL = "fail"  # an error-level rule is broken
    UNDECIDED = "undecided"  # an error-level rule could not be decided
    WARNING = "warning"  # a rule that only warns is broken or undecided
    NOTE = "note"
    BASELINED = "baselined"
    WAIVED = "waived"
    PASS = "pass"  # noqa: S105 - a standing, not a password
    UNJUDGED = "unjudged"  # no rule applied: nothing was promised about this model

    @property
    def rank(self) -> int:
        """Position in the order of urgency; 0 is worst."""
        return _RANKS[self]


_RANKS: Mapping[Standing, int] = {standing: rank for rank, standing in enumerate(Standing)}

_BY_LEVEL = {Level.WARNING: Standing.WARNING, Level.NOTE: Standing.NOTE}


def standing_of(findings: Iterable[Finding]) -> Standing:
    """The worst that any of `findings` makes of its model."""
    return min(map(_standing, findings), key=lambda standing: standing.rank, default=Standing.UNJUDGED)


def _standing(finding: Finding) -> Standing:
    match finding.verdict:
        case Verdict.FAIL:
            return _BY_LEVEL.get(finding.level, Standing.FAIL)
        case Verdict.UNKNOWN:
            return _BY_LEVEL.get(finding.level, Standing.UNDECIDED)
        case Verdict.BASELINED:
            return Standing.BASELINED
        case Verdict.WAIVED:
            return Standing.WAIVED
        case Verdict.PASS:
            return Standing.PASS
        case Verdict.NOT_APPLICABLE:
            return Standing.UNJUDGED


class Merged(Struct, frozen=True):
    """Findings that say the same of one model in several contexts."""

    finding: Finding  # the first of them: all but context and references are alike
    contexts: tuple[str, ...]
    places: tuple[Location, ...]

    @property
    def standing(self) -> Standing:
        return _standing(self.finding)

    @property
    def open(self) -> bool:
        """Somebody has to do something about it."""
        return self.finding.open


def merged(findings: Iterable[Finding]) -> tuple[Merged, ...]:
    """`findings`, those that differ only in context said once; worst first, then by rule."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_sentence(finding), []).append(finding)
    rows = [
        Merged(
            finding=alike[0],
            contexts=tuple(dict.fromkeys(f.context for f in alike)),
            places=places_of(reference.location for f in alike for reference in f.references),
        )
        for alike in groups.values()
    ]
    return tuple(sorted(rows, key=lambda row: (row.standing.rank, row.finding.rule, row.contexts)))


def _sentence(finding: Finding) -> tuple[object, ...]:
    checks = tuple(_check_key(check) for check in finding.checks)
    return (
        finding.rule,
        finding.verdict,
        finding.level,
        finding.model,
        finding.message,
        checks,
        finding.missing,
        finding.fix,
        finding.owner,
        finding.origin,
        finding.record,
    )


def _check_key(check: Check) -> tuple[object, ...]:
    # `repr` keeps True apart from 1, which are equal and would be merged.
    return (check.fact.name, repr(check.fact.value), check.fact.source, check.operator, check.expected, check.truth)


def places_of(locations: Iterable[Location]) -> tuple[Location, ...]:
    """Each file and line once, in order."""
    return tuple(sorted({(place.path, place.line): place for place in sorted(locations, reverse=True)}.values()))


class Sheet(Struct, frozen=True):
    """One model with what is said of it."""

    model: Model
    findings: tuple[Merged, ...]
    standing: Standing

    @property
    def places(self) -> tuple[Location, ...]:
        return places_of(reference.location for reference in self.model.references)


def sheets(report: Report) -> tuple[Sheet, ...]:
    """Every model of `report`, worst first, then by name."""
    rows = [sheet_of(report, model) for model in report.models]
    return tuple(sorted(rows, key=lambda sheet: (sheet.standing.rank, sheet.model.identity.key)))


def sheet_of(report: Report, model: Model) -> Sheet:
    """One model of `report`."""
    findings = report.by_model.get(model.identity, ())
    return Sheet(model, merged(findings), standing_of(findings))


class Counts(Struct, frozen=True):
    """The figures of a report. Findings are counted for each model and context."""

    models: int
    errors: int
    undecided: int
    warnings: int
    notes: int
    waived: int
    baselined: int
    passed: int
    not_applicable: int
    mentions: int
    suppressed: int
    problems: int
    questions: int
    files_seen: int
    files_read: int


def counts(report: Report) -> Counts:
    """Count `report`; `errors` and `undecided` are what the exit code follows from."""

    def unmet(level: Level) -> int:
        return report.count(Verdict.FAIL, level) + report.count(Verdict.UNKNOWN, level)

    return Counts(
        models=len(report.models),
        errors=report.count(Verdict.FAIL, Level.ERROR),
        undecided=report.count(Verdict.UNKNOWN, Level.ERROR),
        warnings=unmet(Level.WARNING),
        notes=unmet(Level.NOTE),
        waived=report.count(Verdict.WAIVED),
        baselined=report.count(Verdict.BASELINED),
        passed=report.count(Verdict.PASS),
        not_applicable=report.count(Verdict.NOT_APPLICABLE),
        mentions=len(report.mentions),
        suppressed=len(report.suppressed),
        problems=len(report.problems),
        questions=len(report.questions),
        files_seen=report.files_seen,
        files_read=report.files_read,
    )


OUTCOMES: Mapping[int, Standing] = {0: Standing.PASS, 1: Standing.FAIL, 3: Standing.UNDECIDED}


def outcome(report: Report) -> Standing:
    """FAIL, UNDECIDED or PASS: the exit code as a word."""
    return OUTCOMES[report.exit_code]


def by_owner(rows: Iterable[Sheet]) -> Mapping[str, tuple[tuple[Identity, Merged], ...]]:
    """What is open, for each owner ("" where a rule names none, last), worst first."""
    groups: dict[str, list[tuple[Identity, Merged]]] = {}
    for sheet in rows:
        for row in sheet.findings:
            if row.open:
                groups.setdefault(row.finding.owner, []).append((sheet.model.identity, row))
    for work in groups.values():
        work.sort(key=lambda item: (item[1].standing.rank, item[0].key, item[1].finding.rule))
    return {owner: tuple(groups[owner]) for owner in sorted(groups, key=lambda owner: (not owner, owner))}


class Work(Struct, frozen=True):
    """What is open under one rule, for one owner: `rows` are the models with their findings, worst first."""

    rule: str
    title: str
    standing: Standing
    rows: tuple[tuple[Identity, Merged], ...]

    @property
    def urgent(self) -> bool:
        """The exit code follows from it."""
        return self.standing in (Standing.FAIL, Standing.UNDECIDED)

    @property
    def fix(self) -> str:
        """What to do, where it is the same for all rows; else ""."""
        said = {row.finding.fix for _, row in self.rows}
        return said.pop() if len(said) == 1 else ""

    @property
    def models(self) -> int:
        return len({identity for identity, _ in self.rows})


def work_of(report: Report, rows: Iterable[Sheet]) -> tuple[tuple[str, tuple[Work, ...]], ...]:
    """What is open by owner and rule, as in `by_owner`; the worst rule first, of equal ones that of most models."""
    titles = {rule.id: rule.title for rule in report.policy.all_rules}
    found = []
    for owner, work in by_owner(rows).items():
        groups: dict[str, list[tuple[Identity, Merged]]] = {}
        for item in work:
            groups.setdefault(item[1].finding.rule, []).append(item)
        made = [
            Work(rule, titles.get(rule, ""), min((row.standing for _, row in items), key=lambda each: each.rank),
                 tuple(items))
            for rule, items in groups.items()
        ]  # fmt: skip
        found.append((owner, tuple(sorted(made, key=lambda each: (each.standing.rank, -len(each.rows), each.rule)))))
    return tuple(found)


def locked_of(rows: Iterable[Sheet]) -> tuple[tuple[Identity, LockEntry], ...]:
    """The models that the lock has, each with its entry."""
    found = []
    for sheet in rows:
        evidence = sheet.model.evidence
        entry = (evidence.recorded or evidence.lock) if isinstance(evidence, Resolved) else None
        if entry is not None:
            found.append((sheet.model.identity, entry))
    return tuple(found)
