"""What a rule says of a model in a context: a `Finding`, with the facts that decided it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from govscan.facts import Fact
from govscan.policy import Level
from govscan.reference import Identity, Reference


class Verdict(StrEnum):
    """Unknown is never pass."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"


class Truth(StrEnum):
    """Kleene's three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Check(Struct, frozen=True):
    """One test as it came out: fact F = v (from document:line) against operator and expected value."""

    fact: Fact
    operator: str
    expected: str  # as a person reads it: "in [EU, US]", "license.mau_threshold = 700000000"
    truth: Truth


class Finding(Struct, frozen=True):
    """One rule, one model, one context, one verdict. `checks` are the tests that decided it, `message` is the
    sentence for a person, `missing` the names of the facts that would have to be known, `record` the id of the
    waiver or review that counted."""

    rule: str
    verdict: Verdict
    level: Level
    model: Identity
    context: str
    references: tuple[Reference, ...]
    message: str
    checks: tuple[Check, ...] = ()
    missing: tuple[str, ...] = ()
    fix: str = ""
    owner: str = ""
    origin: str = ""
    record: str = ""
