"""What an organization wrote: contexts, rules and settings, as data. Nothing here evaluates anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from govscan.facts import Value


class Level(StrEnum):
    """How much a failed rule matters: an error fails the run, a warning and a note are shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    SUBSET_OF = "subset_of"
    DISJOINT_FROM = "disjoint_from"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MATCHES = "matches"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class FactOperand:
    """A right-hand side that is another fact: `{fact: license.mau_threshold}`."""

    fact: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a policy file something stands; for errors and explanations."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Test:
    """One fact against one operand."""

    fact: str
    operator: Operator
    operand: Value | FactOperand
    place: Place


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = Test | AllOf | AnyOf | Not


class OnUnknown(StrEnum):
    """What a rule makes of a fact that it needs and nobody knows. None of them passes."""

    UNDECIDED = "undecided"  # the verdict is unknown; exit code 3 for an error
    FAIL = "fail"
    ASK = "ask"  # only where every missing fact is one of context.*: ask once, do not judge


@dataclass(frozen=True, slots=True)
class ReviewRequirement:
    """A rule that wants a person's approval on record."""

    criteria: str
    pin: str | None = None  # "revision" or "license": what the approval must be pinned to
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    level: Level
    require: Condition | None
    when: Condition | None
    review: ReviewRequirement | None
    place: Place
    origin: str  # "govscan:baseline" or the path of the policy file
    title: str = ""
    owner: str = ""
    fix: str = ""
    on_unknown: OnUnknown = OnUnknown.UNDECIDED
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """How models are used under some paths. `declared` holds `context.*` facts by their short name."""

    name: str
    paths: tuple[str, ...]
    declared: Mapping[str, Value]
    place: Place


@dataclass(frozen=True, slots=True)
class OwnEndpoint:
    """A host of the organization's own: where it stands and who runs it."""

    host: str
    regions: tuple[str, ...]
    operator: str
    operator_country: str
    place: Place


@dataclass(frozen=True, slots=True)
class Override:
    """A loosening of a rule from an extended pack, with the reason that the report shows. `disabled` switches the
    rule off."""

    rule: str
    reason: str
    place: Place
    disabled: bool = False


@dataclass(frozen=True)
class Policy:
    """A valid policy, all `extends` resolved. `digest` is the sha256 over every file that it is made of;
    `notice` says why this policy applies when nobody chose it. `base` is the POSIX path of the scanned root, relative
    to the folder that path globs are anchored at; "" where they are the same."""

    name: str
    source: str
    digest: str
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...] = ()
    default_context: Context | None = None
    endpoints: tuple[OwnEndpoint, ...] = ()
    exclude: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    notice: str = ""
    base: str = ""


class ReviewVerdict(StrEnum):
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's approval or rejection of one model, pinned and expiring. A review of a difference has `delta_from`,
    the revision that another review approved, and `revision`, the one it carries the approval to."""

    id: str
    model: str  # a purl or identity, without revision
    criteria: tuple[str, ...]
    verdict: ReviewVerdict
    reviewer: str
    date: dt.date
    expires: dt.date
    place: Place
    revision: str | None = None
    license_sha256: str | None = None
    contexts: tuple[str, ...] = ()
    delta_from: str | None = None
    conditions: str = ""  # what a conditional approval depends on, in words
    evidence: tuple[str, ...] = ()  # addresses


@dataclass(frozen=True, slots=True)
class Waiver:
    """A local acceptance of risk: one rule, one model, some contexts, until a day."""

    id: str
    rule: str
    model: str  # a purl or identity; without revision it is wide, and shown as such
    contexts: tuple[str, ...]
    reason: str
    statement: str
    approver: str
    created: dt.date
    expires: dt.date
    place: Place


@dataclass(frozen=True)
class Ledger:
    """Reviews and waivers of one repository. `implies` maps a criterion to those it includes."""

    reviews: tuple[Review, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    implies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
