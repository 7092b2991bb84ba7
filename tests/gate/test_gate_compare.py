"""What a finding is recognized by, and how two reports are put side by side: properties over any text and order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govscan.comparison import ChangeKind
from govscan.evidence import Failure, Unresolved
from govscan.facts import Fact, Facts
from govscan.finding import VOLATILE, Check, Finding, Truth, Verdict
from govscan.gate.compare import changes_between, findings_between
from govscan.gate.lookalikes import deceiving
from govscan.gate.moved import moves
from govscan.policy import Level, Policy
from govscan.reference import Identity, Location, Reference
from govscan.report import Model, Report

ANY = st.text(st.characters(), max_size=20)  # lone surrogates as well
NAMES = st.sampled_from(["a/one", "a/two", "b/one"])
IDENTITIES = st.builds(Identity, st.sampled_from(["huggingface", "ollama"]), NAMES, st.sampled_from([None, "x", "y"]))


def finding(identity: Identity, rule: str = "rule", verdict: Verdict = Verdict.FAIL, value: str = "v") -> Finding:
    check = Check(Fact("license.concluded", value, None), "in", "[MIT]", Truth.FALSE)
    return Finding(rule, verdict, Level.ERROR, identity, "all", (), "said", (check,))


def report(identities: list[Identity], rules: tuple[str, ...] = ("rule",)) -> Report:
    unique = list(dict.fromkeys(identities))
    models = tuple(
        Model(
            each,
            (Reference(each.provider, each.name, Location(f"{number}.py", 1), "python:x", revision=each.revision),),
            Unresolved(each, Failure.OFFLINE, "nobody asked"),
            Facts(),
            ("all",),
        )
        for number, each in enumerate(unique)
    )
    findings = tuple(finding(each, rule) for each in unique for rule in rules)
    return Report("r", "0", "2026-01-01", True, Policy("p", "", "0", ()), 0, 0, models, (), findings)


@given(ANY, ANY, ANY, ANY)
def test_any_text_has_a_fingerprint_and_grounds(name: str, rule: str, value: str, revision: str) -> None:
    one = finding(Identity("local", name, revision), rule, value=value)
    assert len(one.fingerprint) == len(one.grounds) == 32
    assert one.fingerprint == replace(one, model=Identity("local", name), message="other", fix="x").fingerprint
    assert (finding(one.model, rule, value=value + "x")).grounds != one.grounds


def test_parts_cannot_run_together() -> None:
    one, two = finding(Identity("local", "a"), "bc"), finding(Identity("local", "ab"), "c")
    assert one.fingerprint != two.fingerprint


def test_what_changes_every_day_is_no_ground() -> None:
    for name in VOLATILE:
        checks = [Check(Fact(name, days, None), "at_most", "30", Truth.FALSE) for days in (40, 41)]
        one, two = (replace(finding(Identity("local", "a")), checks=(check,)) for check in checks)
        assert one.grounds == two.grounds


@given(st.lists(IDENTITIES, max_size=6))
def test_nothing_changes_beside_itself(identities: list[Identity]) -> None:
    one = report(identities)
    assert changes_between(one, one, {}) == ()
    found = findings_between(one, one, {})
    assert (found.new, found.fixed) == ((), ())
    assert set(found.unchanged) == set(one.findings)


@given(st.lists(IDENTITIES, max_size=6), st.lists(IDENTITIES, max_size=6))
def test_every_model_and_finding_is_accounted_for(before: list[Identity], after: list[Identity]) -> None:
    one, two = report(before), report(after)
    changes = changes_between(one, two, {})
    kinds = {kind: [change for change in changes if change.kind is kind] for kind in ChangeKind}
    assert len(two.models) - len(one.models) == len(kinds[ChangeKind.ADDED]) - len(kinds[ChangeKind.REMOVED])
    assert all(change.differences for change in kinds[ChangeKind.CHANGED])
    found = findings_between(one, two, {})
    assert len(found.new) + len(found.unchanged) == len(two.findings)
    assert len(found.fixed) + len(found.unchanged) == len(one.findings)


@given(st.lists(IDENTITIES, max_size=6), st.lists(IDENTITIES, max_size=6))
def test_the_other_way_round_is_the_opposite(before: list[Identity], after: list[Identity]) -> None:
    there, back = (
        findings_between(*pair, {}) for pair in ((report(before), report(after)), (report(after), report(before)))
    )
    assert len(there.new) == len(back.fixed)
    assert len(there.fixed) == len(back.new)


def test_undecided_that_becomes_a_failure_is_new() -> None:
    identity = Identity("huggingface", "a/one")
    one, two = (
        replace(report([identity]), findings=(finding(identity, verdict=verdict),))
        for verdict in (Verdict.UNKNOWN, Verdict.FAIL)
    )
    assert len(findings_between(one, two, {}).new) == 1


def test_moves_pair_equal_bytes_once() -> None:
    assert moves({"a": "1", "b": "1", "c": "2"}, {"x": "1", "c": "2"}) == {"a": "x"}
    assert moves({"a": "1"}, {"a": "1", "b": "1"}) == {}


@given(st.text(st.characters(codec="ascii")))
def test_ascii_deceives_nobody(text: str) -> None:
    assert deceiving(text) == ""


def test_who_deceives() -> None:
    assert deceiving("Qwеn") == "е"
    assert deceiving("Ａpache") == "Ａ"
    assert deceiving("модель") == ""
    assert deceiving("模型/qwen") == ""
    assert deceiving("café") == ""
