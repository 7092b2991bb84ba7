"""Short ways to build the nouns, and the policy of the sample report."""

from __future__ import annotations

import datetime as dt
import hashlib

from govscan.evidence import Resolved, Unresolved
from govscan.facts import Fact, Facts, Source, SourceKind, Unknown, Value
from govscan.finding import Check, Finding, Truth, Verdict
from govscan.policy import (
    Context,
    FactOperand,
    Ledger,
    Level,
    Operator,
    Override,
    Place,
    Policy,
    Review,
    ReviewVerdict,
    Rule,
    Test,
    Waiver,
)
from govscan.reference import Identity, Location, Reference
from govscan.report import Checkout, Model

POLICY_PLACE = Place("govscan.yaml", 12, 5)
HOSTILE = "evil\x1b[31m/<script>alert(1)</script>\u202egnp.\n\x9b2J\u2066"
SHA = "0123456789abcdef0123456789abcdef01234567"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def card(line: int, end: int = 0, quote: str = "") -> Source:
    return Source(SourceKind.CARD, "models/README.md", line, end, digest("card"), None, quote)


def text(line: int, end: int = 0, quote: str = "") -> Source:
    return Source(SourceKind.TEXT, "models/LICENSE", line, end, digest("license"), None, quote)


def catalog(place: str) -> Source:
    return Source(SourceKind.CATALOG, place, as_of="2026-10-01")


def in_code(path: str, line: int) -> Source:
    return Source(SourceKind.REFERENCE, path, line)


def declared(line: int) -> Source:
    return Source(SourceKind.POLICY, "govscan.yaml", line)


def rule(id_: str, level: Level, owner: str, title: str, fix: str = "", origin: str = "govscan:baseline") -> Rule:
    require = Test("license.commercial_use", Operator.IS, FactOperand("context.use"), POLICY_PLACE)
    return Rule(id_, level, require, None, None, POLICY_PLACE, origin, title=title, owner=owner, fix=fix)


RULES = (
    rule("commercial-use", Level.ERROR, "legal", "The license allows the use that is made of the model"),
    rule("license-territory", Level.ERROR, "legal", "The license grants something where the product is used"),
    rule("data-residency", Level.ERROR, "privacy", "Personal data stays in the EU", origin="govscan.yaml"),
    rule("revision-pinned", Level.WARNING, "platform", "The code asks for a full commit"),
    rule("remote-code", Level.ERROR, "security", "No code of a model's repository is run", origin="govscan.yaml"),
    rule("card-sections", Level.NOTE, "", "The card says what the model is for"),
)

POLICY = Policy(
    name="acme-model-policy",
    source="govscan.yaml",
    digest=digest("policy"),
    rules=RULES,
    contexts=(
        Context(
            "production",
            ("services/**", "deploy/**"),
            {"use": "commercial", "regions": ("DE", "FR"), "monthly_active_users": 2_000_000},
            POLICY_PLACE,
        ),
        Context("research", ("notebooks/**",), {"use": "research"}, POLICY_PLACE),
    ),
    default_context=Context("default", ("**",), {}, POLICY_PLACE),
    extends=("govscan:baseline",),
    overrides=(Override("card-sections", "Cards are checked\n by the model risk team.", Place("govscan.yaml", 40, 5)),),
)


REVIEWED = "pkg:huggingface/meta-llama/Llama-4-Scout"

LEDGER = Ledger(
    reviews=(
        Review(
            "R-12", REVIEWED, ("legal", "security"), ReviewVerdict.CONDITIONAL, "Board of models", dt.date(2026, 3, 1),
            dt.date(2027, 3, 1), Place(".govscan/reviews.yaml", 4, 3), revision=SHA, contexts=("production",),
            conditions=f"Only behind the filter. {HOSTILE}", evidence=("https://tracker.example/R-12",),
        ),
    ),
    waivers=(
        Waiver(
            "W-7", "commercial-use", "pkg:huggingface/mistralai/Ministral-8B", ("production",), "contract",
            "Commercial agreement C-123.", "legal", dt.date(2026, 2, 1), dt.date(2027, 2, 1),
            Place(".govscan/waivers.yaml", 3, 3),
        ),
        Waiver(
            "W-3", "revision-pinned", REVIEWED, (), "late", "Pinned in the next release.", "platform",
            dt.date(2026, 7, 1), dt.date(2026, 9, 30), Place(".govscan/waivers.yaml", 12, 3),
        ),
    ),
)  # fmt: skip

CHECKOUT = Checkout(
    "89abcdef0123456789abcdef0123456789abcdef",
    "https://github.com/acme/shop",
    "https://github.com/acme/shop/blob/{commit}/{path}#L{line}",
    changed=("services/chat/worker.py",),
)


def model(
    identity: Identity, references: tuple[Reference, ...], contexts: tuple[str, ...], *facts: Fact, **evidence: object
) -> Model:
    found = evidence.get("evidence") or Resolved(identity, "hosted-api")
    assert isinstance(found, Resolved | Unresolved)
    return Model(identity, references, found, Facts.of(facts), contexts)


def finding(
    rule_id: str, verdict: Verdict, of: Model, context: str, message: str, *checks: Check, **more: object
) -> Finding:
    found = next(rule for rule in RULES if rule.id == rule_id)
    missing, record = more.get("missing", ()), more.get("record", "")
    assert isinstance(missing, tuple)
    return Finding(
        rule=rule_id,
        verdict=verdict,
        level=found.level,
        model=of.identity,
        context=context,
        references=of.references,
        message=message,
        checks=checks,
        missing=missing,
        fix=str(more.get("fix", found.fix)),
        owner=found.owner,
        origin=found.origin,
        record=str(record),
    )


def check(fact: Fact, operator: Operator, expected: str, truth: Truth) -> Check:
    return Check(fact, operator.value, expected, truth)


def fact(name: str, value: Value | Unknown, source: Source | None = None, confidence: float = 1.0) -> Fact:
    return Fact(name, value, source, confidence)


def reference(provider: str, name: str, path: str, line: int, via: str, **more: object) -> Reference:
    return Reference(provider, name, Location(path, line, 9), via, **more)  # type: ignore[arg-type]
