"""Test cases of a policy enter, what the policy says of each leaves.

A case is facts in and verdicts out. It is judged by the same `evaluate` as a scan, on a model that has these facts and
no others: a fact that no case states is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.evaluate.contexts import declared_facts
from govscan.evaluate.judge import evaluate
from govscan.evaluate.ledger import ledger_in
from govscan.evaluate.logic import Lookup
from govscan.evaluate.reading import Reader, read_mapping, refusal, suggestion
from govscan.evaluate.reviews import check_version
from govscan.evaluate.settings import DECLARABLE, DEFAULT, read_declared
from govscan.evaluate.subject import subject_of
from govscan.evidence import Resolved
from govscan.facts import ABSENT, Fact, Facts, Source, SourceKind, Unknown, Value
from govscan.finding import Finding, Verdict
from govscan.marked import Node
from govscan.policy import Context, Ledger, Place, Policy
from govscan.reference import Identity, Location, Reference
from govscan.report import Model
from govscan.vocabulary import VOCABULARY, FactType

VERSION: Final = 1
KEYS: Final = ("govscan_tests", "policy", "facts", "cases")
CASE_KEYS: Final = ("name", "context", "declared", "model", "facts", "records", "now", "expect", "fails")
MODEL: Final = "pkg:huggingface/org/name"
TODAY: Final = dt.date(2026, 1, 1)
"""The day on which a case is judged that names none, so that a suite does not rot."""


class Case(Struct, frozen=True):
    """Facts, a context, and what is expected: verdicts by rule, and with `fails` all the rules that fail."""

    name: str
    place: Place
    facts: Mapping[str, Value | Unknown]
    expect: Mapping[str, Verdict]
    fails: tuple[str, ...] | None
    context: str
    declared: Mapping[str, Value]
    model: str
    records: Path | None
    now: dt.date


class Suite(Struct, frozen=True):
    """The cases of one file; `policy` is the file that they are for, where the suite says so."""

    shown: str
    policy: str | None
    cases: tuple[Case, ...]


class Trial(Struct, frozen=True):
    """One case as it came out. `mistakes` are sentences, none where everything is as expected."""

    case: Case
    findings: Mapping[str, Finding]
    lookup: Lookup
    mistakes: tuple[str, ...]


def load_suite(path: Path, shown: str) -> Suite:
    """The cases of a file.

    Raises:
        govscan.errors.InvalidInput: with every mistake, each at its place.
    """
    node, _ = read_mapping(path, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the file of cases", KEYS)
    check_version(reader, node, "govscan_tests", VERSION)
    policy = reader.text(entries["policy"], "policy") if "policy" in entries else None
    given = _facts(reader, entries["facts"], "facts") if "facts" in entries else {}
    cases: dict[str, Case] = {}
    for entry in reader.entries(entries["cases"], "cases") if "cases" in entries else ():
        case = _case(reader, entry, given, path.parent)
        if case is not None and case.name in cases:
            reader.complain(entry, f"the case {case.name!r} is there twice")
        elif case is not None:
            cases[case.name] = case
    if not cases and not reader.found:
        reader.complain(node, "there are no cases", "write `cases: [{name: ..., facts: {...}, expect: {...}}]`")
    reader.finish()
    return Suite(shown, policy, tuple(cases.values()))


def _case(reader: Reader, node: Node, given: Mapping[str, Value | Unknown], folder: Path) -> Case | None:
    entries = reader.mapping(node, "a case", CASE_KEYS)
    name = reader.text(entries["name"], "the name of a case") if "name" in entries else None
    what = f"case {name!r}" if name else "a case"
    reader.required(entries, node, what, "name")
    if node.kind == "map" and not {"expect", "fails"} & entries.keys():
        reader.complain(node, f"{what} expects nothing", "write `expect: {<rule>: <verdict>}` or `fails: [<rule>]`")
    expect = {}
    for rule, verdict in (
        reader.mapping(entries["expect"], f"expect of {what}") if "expect" in entries else {}
    ).items():
        word = reader.choice(verdict, f"the verdict of {rule}", tuple(Verdict))
        if word:
            expect[rule] = Verdict(word)
    model = reader.text(entries["model"], f"model of {what}") if "model" in entries else MODEL
    if model and subject_of(model) is None:
        reader.complain(entries["model"], f"model of {what} cannot be {model!r}", f"write {MODEL}")
    records = reader.text(entries["records"], f"records of {what}") if "records" in entries else None
    if records and not (folder / records).is_dir():
        reader.complain(entries["records"], f"there is no folder {records!r} beside this file")
    declared = reader.mapping(entries["declared"], f"declared of {what}", DECLARABLE) if "declared" in entries else {}
    return Case(
        name=name or "",
        place=reader.place(node),
        facts={**given, **(_facts(reader, entries["facts"], f"facts of {what}") if "facts" in entries else {})},
        expect=expect,
        fails=reader.texts(entries["fails"], f"fails of {what}") if "fails" in entries else None,
        context=(reader.text(entries["context"], f"context of {what}") or "") if "context" in entries else DEFAULT,
        declared=read_declared(reader, declared, what),
        model=model or MODEL,
        records=folder / records if records else None,
        now=(reader.date(entries["now"], f"now of {what}") if "now" in entries else None) or TODAY,
    )


def _facts(reader: Reader, node: Node, what: str) -> dict[str, Value | Unknown]:
    facts: dict[str, Value | Unknown] = {}
    names = [name for name in VOCABULARY if not name.startswith("context.")]
    for name, value in reader.mapping(node, what, names).items():
        if value.kind == "map":
            reason = reader.mapping(value, name, ("unknown",)).get("unknown")
            facts[name] = Unknown((reader.text(reason, f"unknown of {name}") or "") if reason else "")
        elif value.kind == "scalar" and value.scalar is None:
            facts[name] = ABSENT
        else:
            read = _value(reader, name, value)
            if read is not None:
                facts[name] = read
    return facts


def _value(reader: Reader, name: str, node: Node) -> Value | None:
    spec = VOCABULARY[name]
    if spec.type is FactType.FLAG:
        return reader.flag(node, name)
    if spec.type is FactType.NUMBER:
        return reader.number(node, name)
    if spec.type is FactType.TEXTS:
        return reader.texts(node, name)
    if spec.type is FactType.REGIONS:
        return reader.regions(node, name)
    return reader.choice(node, name, spec.choices) if spec.choices else reader.text(node, name)


# --- judging ------------------------------------------------------------------------------------------------------


def try_case(policy: Policy, case: Case) -> Trial:
    """What the policy says of one case, and where that is not what the case expects.

    Raises:
        govscan.errors.InvalidInput: the case names a rule or a context that the policy does not have; its records are
            invalid.
    """
    rules = [rule.id for rule in policy.rules]
    for rule in (*case.expect, *(case.fails or ())):
        if rule not in rules:
            raise _at(case, f"the policy has no rule {rule!r}", suggestion(rule, rules))
    context = _context(policy, case)
    narrowed = replace(policy, contexts=(context,))
    evaluation = evaluate(narrowed, _records(case), [_model(case)], case.now)
    findings = {finding.rule: finding for finding in evaluation.findings}
    facts = Facts.of(_statements(case))
    declared = declared_facts(narrowed, context.name)

    def lookup(name: str) -> Fact:
        return declared.get(name) or facts.get(name)

    return Trial(case, findings, lookup, tuple(_mistakes(case, findings)))


def _at(case: Case, message: str, hint: str = "") -> Exception:
    return refusal(case.place.path, f"case {case.name!r}: {message}", case.place.line, case.place.column, hint)


def _context(policy: Policy, case: Case) -> Context:
    """The context of the case, which everything lies in."""
    own = next((context for context in policy.contexts if context.name == case.context), None)
    if own is None and case.context == DEFAULT:
        own = policy.default_context
    if own is None and not case.declared and case.context != DEFAULT:
        names = [context.name for context in policy.contexts]
        hint = suggestion(case.context, names) if names else "say what it declares: `declared: {use: commercial}`"
        raise _at(case, f"the policy has no context {case.context!r}", hint)
    known = own.declared if own is not None else {}
    place = own.place if own is not None else case.place
    return Context(case.context, ("**",), {**known, **case.declared}, place)


def _records(case: Case) -> Ledger:
    return ledger_in(case.records, case.records.name) if case.records is not None else Ledger()


def _model(case: Case) -> Model:
    subject = subject_of(case.model)
    assert subject is not None, "refused when the case was read"
    place = Location("case", case.place.line)
    reference = Reference(subject.provider, subject.name, place, "policy test", revision=subject.revision)
    identity = Identity.of(reference)
    return Model(identity, (reference,), Resolved(identity, "local", subject.revision), Facts.of(_statements(case)), ())


def _statements(case: Case) -> list[Fact]:
    source = Source(SourceKind.DERIVED, case.place.path, case.place.line)
    return [Fact(name, value, source) for name, value in case.facts.items()]


def _mistakes(case: Case, findings: Mapping[str, Finding]) -> list[str]:
    mistakes = []
    for rule, verdict in case.expect.items():
        found = findings[rule]
        if found.verdict is not verdict:
            mistakes.append(f"{rule}: expected {verdict}, but it is {found.verdict}: {found.message}")
    if case.fails is not None:
        failed = {rule for rule, finding in findings.items() if finding.verdict is Verdict.FAIL}
        mistakes += [
            f"{rule}: expected to fail, but it is {findings[rule].verdict}" for rule in case.fails if rule not in failed
        ]
        mistakes += [
            f"{rule}: fails, which is not expected: {findings[rule].message}" for rule in sorted(failed - {*case.fails})
        ]
    return mistakes
