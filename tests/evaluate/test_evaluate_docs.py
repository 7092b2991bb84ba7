"""The examples of docs/policy.md are taken as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from evaluate_build import NOW, OPEN, model_of, policy_of

from govscan.evaluate import evaluate, load_ledger, packs
from govscan.evaluate import load as loading
from govscan.evaluate.rules import KEYS
from govscan.evaluate.settings import DECLARABLE
from govscan.policy import Ledger, Operator

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
POLICIES = [block for block in BLOCKS if block.startswith("govscan:")]


def test_there_are_examples():
    assert len(POLICIES) == 4
    assert len(BLOCKS) == 6
    assert len(POLICIES[0].splitlines()) == 10


@pytest.mark.parametrize("text", POLICIES)
def test_policies_are_valid_and_judge(tmp_path, text):
    findings = evaluate(policy_of(tmp_path, text), Ledger(), [model_of(OPEN, "services/a.py")], NOW).findings
    assert findings


@pytest.mark.parametrize("name", ["reviews", "waivers"])
def test_records_are_valid(tmp_path, name):
    (tmp_path / ".govscan").mkdir()
    (block,) = [block for block in BLOCKS if block.startswith(f"govscan_{name}:")]
    (tmp_path / ".govscan" / f"{name}.yaml").write_text(block, encoding="utf-8")
    assert len(getattr(load_ledger(tmp_path), name)) == 1


def test_every_key_and_operator_is_explained():
    for word in (*loading.KEYS, *KEYS, *(operator.value for operator in Operator), *DECLARABLE, *packs()):
        assert f"`{word}`" in PAGE, word
