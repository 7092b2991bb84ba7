"""Rules as functions say what the rules say with reasons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govscan.evaluate import DEFAULT_CONTEXT, Judge, facts_asked, load_policy
from govscan.evaluate.logic import weigh
from govscan.evaluate.quick import truth_of
from govscan.evidence import Resolved
from govscan.facts import ABSENT, Fact, Facts, Unknown, Value
from govscan.finding import Verdict
from govscan.policy import Ledger
from govscan.reference import Identity
from govscan.report import Model
from govscan.vocabulary import VOCABULARY, FactType

NOW = dt.date(2026, 11, 25)


def _values(name: str) -> st.SearchStrategy[Value | Unknown]:
    spec = VOCABULARY[name]
    plain: st.SearchStrategy[Value | Unknown]
    if spec.choices:
        plain = st.sampled_from(spec.choices)
    elif spec.type is FactType.TEXT:
        plain = st.sampled_from(["MIT", "Apache-2.0 OR MIT", "LicenseRef-x", "llama"])
    elif spec.type is FactType.FLAG:
        plain = st.booleans()
    elif spec.type is FactType.NUMBER:
        plain = st.integers(0, 10**9)
    else:
        plain = st.sampled_from([(), ("DE",), ("US", "CN"), ("EU", "nowhere"), ("pickle",)])
    return st.one_of(plain, st.just(ABSENT), st.just(Unknown("nobody knows")))


@pytest.mark.parametrize("pack", ["baseline", "commercial", "security-review", "jurisdiction", "openness"])
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_only_counted_is_what_would_have_been_said(pack: str, data: st.DataObject) -> None:
    policy = load_policy(Path(f"govscan:{pack}"), Path())
    names = sorted(name for name in facts_asked(policy) if not name.startswith("context."))
    facts = Facts.of(Fact(name, data.draw(_values(name))) for name in names)
    identity = Identity("huggingface", "acme/x")
    model = Model(identity, (), Resolved(identity, "hub"), facts, (DEFAULT_CONTEXT,))
    for rule in policy.rules:
        for condition in (rule.when, rule.require):
            if condition is not None:
                assert truth_of(condition)(facts.get) is weigh(condition, facts.get).truth
    every = Judge(policy, Ledger(), NOW).findings(model)
    kept, tally = Judge(policy, Ledger(), NOW).open_findings(model)
    assert tally == Counter((finding.verdict, finding.level) for finding in every)
    quiet = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    wanted = [finding for finding in every if finding.verdict not in quiet]
    assert kept == sorted(wanted, key=lambda one: (one.context, one.rule))


def test_every_fact_of_a_condition_is_named() -> None:
    asked = facts_asked(load_policy(Path("govscan:baseline"), Path()))
    assert {"license.concluded", "context.monthly_active_users", "license.mau_threshold"} <= asked
