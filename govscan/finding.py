"""What a rule says of a model in a context: a `Finding`, with the facts that decided it."""

from __future__ import annotations

import hashlib
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
    BASELINED = "baselined"  # was there when the baseline was recorded: shown and counted, fails nothing
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


VOLATILE = frozenset({"model.age_days"})
"""Facts whose value is another one every day."""


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

    @property
    def open(self) -> bool:
        """Somebody has to do something about it."""
        return self.verdict in (Verdict.FAIL, Verdict.UNKNOWN)

    @property
    def fingerprint(self) -> str:
        """32 hex digits that stay the same while lines move, files are renamed and the model's revision changes: the
        rule, the model as a name at a provider, endpoint and region, and the context."""
        provider, name, _, endpoint, region = self.model.key
        return _digest(self.rule, provider, name, endpoint, region, self.context)

    @property
    def grounds(self) -> str:
        """32 hex digits over what decided: verdict, facts and their values, what is missing, the record that counted.
        A finding whose grounds changed is not the one that somebody looked at before."""
        tests = sorted(
            (check.fact.name, "" if check.fact.name in VOLATILE else repr(check.fact.value), check.operator)
            for check in self.checks
        )
        return _digest(self.verdict, *(part for test in tests for part in test), "|", *self.missing, "|", self.record)


def _digest(*parts: str) -> str:
    sized = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(sized.encode("utf-8", "surrogatepass")).hexdigest()[:32]
