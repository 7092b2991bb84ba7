"""What an organization wrote: contexts, rules and settings, as data. Nothing here evaluates anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from govscan.facts import Value


class Level(StrEnum):
    """How much a failed rule matters: an error fails the run, a warning and a note are shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def at_least(self, other: Level) -> bool:
        """Whether it matters as much as `other`, or more."""
        order = tuple(Level)
        return order.index(self) <= order.index(other)


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


class FactOperand(Struct, frozen=True):
    """A right-hand side that is another fact: `{fact: license.mau_threshold}`."""

    fact: str


class Place(Struct, frozen=True):
    """Where in a policy file something stands; for errors and explanations."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Test(Struct, frozen=True):
    """One fact against one operand."""

    fact: str
    operator: Operator
    operand: Value | FactOperand
    place: Place


class AllOf(Struct, frozen=True):
    parts: tuple[Condition, ...]


class AnyOf(Struct, frozen=True):
    parts: tuple[Condition, ...]


class Not(Struct, frozen=True):
    part: Condition


Condition = Test | AllOf | AnyOf | Not


class OnUnknown(StrEnum):
    """What a rule makes of a fact that it needs and nobody knows. None of them passes."""

    UNDECIDED = "undecided"  # the verdict is unknown; exit code 3 for an error
    FAIL = "fail"
    ASK = "ask"  # only where every missing fact is one of context.*: ask once, do not judge


class ReviewRequirement(Struct, frozen=True):
    """A rule that wants a person's approval on record."""

    criteria: str
    pin: str | None = None  # "revision" or "license": what the approval must be pinned to
    max_age_days: int | None = None


class Rule(Struct, frozen=True):
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


class Context(Struct, frozen=True):
    """How models are used under some paths, or in some namespaces of a Kubernetes cluster; under those paths and in
    those namespaces where both are given. `declared` holds `context.*` facts by their short name."""

    name: str
    paths: tuple[str, ...]
    declared: Mapping[str, Value]
    place: Place
    namespaces: tuple[str, ...] = ()


class OwnEndpoint(Struct, frozen=True):
    """A host of the organization's own: where it stands and who runs it."""

    host: str
    regions: tuple[str, ...]
    operator: str
    operator_country: str
    place: Place


class SignerKind(StrEnum):
    KEY = "public_key"
    CERTIFICATE = "certificate"
    IDENTITY = "identity"


class Signer(Struct, frozen=True):
    """Somebody whose signature on a model the organization trusts, by the name that it gives. `material` is a public
    key or a root certificate in PEM, or the identity that Sigstore's certificate names; `issuer` is who vouches for
    that identity (an OpenID Connect issuer)."""

    name: str
    kind: SignerKind
    material: str
    place: Place
    issuer: str = ""


class Override(Struct, frozen=True):
    """A loosening of a rule from an extended pack, with the reason that the report shows. `disabled` switches the
    rule off."""

    rule: str
    reason: str
    place: Place
    disabled: bool = False


class Subtree(Struct, frozen=True):
    """A folder with rules of its own: all rules that hold there, those of the root as they are or tightened."""

    path: str
    rules: tuple[Rule, ...]


class Policy(Struct, frozen=True):
    """A valid policy, all `extends` resolved. `digest` is the sha256 over every file that it is made of, `layers` has
    the name and the sha256 of each, the outermost first;
    `notice` says why this policy applies when nobody chose it. Path globs are anchored at the folder of its file."""

    name: str
    source: str
    digest: str
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...] = ()
    default_context: Context | None = None
    endpoints: tuple[OwnEndpoint, ...] = ()
    signers: tuple[Signer, ...] = ()
    exclude: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    notice: str = ""
    layers: tuple[tuple[str, str], ...] = ()
    subtrees: tuple[Subtree, ...] = ()

    def rules_at(self, path: str) -> tuple[Rule, ...]:
        """The rules that hold for a file: those of the deepest sub-tree that it lies in."""
        found = [each for each in self.subtrees if path.startswith(f"{each.path}/")]
        return max(found, key=lambda each: len(each.path)).rules if found else self.rules

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule that holds somewhere, each once: the root's first."""
        rows = [*self.rules, *(rule for subtree in self.subtrees for rule in subtree.rules)]
        return tuple({(rule.id, rule.origin): rule for rule in rows}.values())

    @property
    def foreign(self) -> Mapping[str, str]:
        """The layers that neither lie in this repository nor ship with govscan, with their sha256."""
        return {name: sha256 for name, sha256 in self.layers if name.startswith("python:") or "://" in name}


class ReviewVerdict(StrEnum):
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"


class Criterion(Struct, frozen=True):
    """What a review can cover: the criteria that it includes, whose reviews count (account ids; everybody's where none
    are named), and how many different reviewers it takes."""

    implies: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    minimum: int = 1


class Review(Struct, frozen=True):
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
    reviewer_id: str = ""
    imported: bool = False  # from the file of another organization


class Waiver(Struct, frozen=True):
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


class BaselineEntry(Struct, frozen=True):
    """A finding that was there when govscan was adopted: shown, and failing nothing, while its rule, model and context
    (`fingerprint`) and what decides it (`grounds`) stay the same. `model` is without revision, for people."""

    rule: str
    model: str
    context: str
    fingerprint: str
    grounds: str
    since: dt.date
    place: Place


class Ledger(Struct, frozen=True):
    """Reviews, waivers and baseline of one repository, and what is said of the criteria by name."""

    reviews: tuple[Review, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    baseline: tuple[BaselineEntry, ...] = ()
