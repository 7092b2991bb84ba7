"""Everything one run found out, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from govscan.errors import Problem
from govscan.evidence import Evidence
from govscan.facts import Facts
from govscan.finding import Finding, Verdict
from govscan.policy import Ledger, Level, Policy
from govscan.reference import Identity, Location, Reference


class Drift(Struct, frozen=True):
    """One thing that is not what the lock recorded. `what` is "revision", "card", "license-text", "license", "gated",
    "formats", "base-models", "remote-code" or "terms" (of a license that became stricter, or may have); `before` and
    `after` are as a person reads them, `diff` are lines of a unified diff where both texts are at hand."""

    what: str
    before: str
    after: str
    name: str = ""  # of the document
    diff: tuple[str, ...] = ()
    certain: bool = True  # False where nobody can say whether it matters


class Model(Struct, frozen=True):
    """One model as the tree uses it: where, what was read of it, the facts that follow, and what of it is not as the
    lock recorded it."""

    identity: Identity
    references: tuple[Reference, ...]
    evidence: Evidence
    facts: Facts
    contexts: tuple[str, ...]
    drift: tuple[Drift, ...] = ()


class Checkout(Struct, frozen=True):
    """Where the scanned files are kept: the full id of the commit, the address of the repository for people ("" where
    no remote says so), and the address of one line of a file in it, with `{commit}`, `{path}` and `{line}` to be filled
    in ("" for an unknown forge). `prefix` is the way from the top of the repository to the root, "" or "a/b/";
    `changed` are files that name models and are not as the commit has them, by their paths from the root."""

    commit: str
    address: str = ""
    line_address: str = ""
    prefix: str = ""
    changed: tuple[str, ...] = ()

    def link(self, place: Location) -> str:
        """The address of a line; "" where there is none, or the file is not as the commit has it."""
        if not self.line_address or place.path in self.changed:
            return ""
        from urllib.parse import quote  # only reports that people keep have links

        try:
            path = quote(self.prefix + place.path, safe="/", errors="surrogateescape")
        except UnicodeEncodeError:  # no file has such a name
            return ""
        filled = self.line_address.replace("{commit}", self.commit).replace("{line}", str(max(place.line, 1)))
        return filled.replace("{path}", path)  # last: a path may have braces of its own


class Brand(Struct, frozen=True):
    """How the organization wants its reports to look: its name, a mark such as "confidential", a color as #rrggbb, and
    a logo with its media type ("image/png" or "image/jpeg"). `line_address` is as in `Checkout`."""

    organization: str = ""
    classification: str = ""
    color: str = ""
    logo: bytes = b""
    logo_type: str = ""
    line_address: str = ""


class Moment(Struct, frozen=True):
    """The figures of one audit of a repository, on an ISO date. Findings are counted as in a report."""

    day: str
    models: int
    errors: int
    undecided: int
    warnings: int


class Report(Struct, frozen=True, dict=True):
    """The inputs of a run and its findings. `root` names the scanned folder for people. `now` is an ISO date;
    `questions` are the context facts that nobody declared, each with the line to add; `warnings` concern the policy's
    own records (expired or unused). What follows `relatives` is there for a report that somebody keeps."""

    root: str
    version: str
    now: str
    offline: bool
    policy: Policy
    files_seen: int
    files_read: int
    models: tuple[Model, ...]
    mentions: tuple[Reference, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    suppressed: tuple[tuple[Reference, str], ...] = ()  # ignored by a comment in the code, with its reason
    relatives: tuple[Model, ...] = ()  # the models that `models` were made from, where they were asked for
    ledger: Ledger = Ledger()
    checkout: Checkout | None = None
    brand: Brand = Brand()
    trend: tuple[Moment, ...] = ()  # past audits of this repository and this one, the oldest first
    read: tuple[str, ...] = ()  # the files whose bytes were searched, as paths from the root

    @cached_property
    def by_model(self) -> Mapping[Identity, tuple[Finding, ...]]:
        """Findings of every model; models without any are there, too."""
        grouped: dict[Identity, list[Finding]] = {model.identity: [] for model in self.models}
        for finding in self.findings:
            grouped[finding.model].append(finding)
        return {identity: tuple(findings) for identity, findings in grouped.items()}

    @cached_property
    def missing_facts(self) -> Mapping[str, tuple[str, ...]]:
        """Facts that nobody knows, each with the rules that it blocks."""
        blocked: dict[str, set[str]] = {}
        for finding in self.findings:
            for name in finding.missing:
                blocked.setdefault(name, set()).add(finding.rule)
        return {name: tuple(sorted(rules)) for name, rules in sorted(blocked.items())}

    def count(self, verdict: Verdict, level: Level | None = None) -> int:
        return sum(f.verdict is verdict and level in (None, f.level) for f in self.findings)

    @property
    def exit_code(self) -> int:
        """0 clean (or warnings only), 1 policy violated, 3 could not decide. 1 wins over 3."""
        if self.count(Verdict.FAIL, Level.ERROR):
            return 1
        if self.count(Verdict.UNKNOWN, Level.ERROR) or self.problems:
            return 3
        return 0
