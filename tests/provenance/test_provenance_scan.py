"""From the policy's signers to the facts of a scanned model."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from model_signing import hashing, signing
from signing_keys import AUTHORITY, by_key, model_in, pem, private, public, write_private

from govscan.cli import run
from govscan.engine import ScanRequest, scan
from govscan.errors import InvalidInput
from govscan.evaluate import load_policy
from govscan.evidence import Resolved
from govscan.facts import ABSENT, Facts, Unknown
from govscan.finding import Verdict
from govscan.policy import Policy, SignerKind

TEAM = private()
RULE = """\
rules:
  - id: signed
    level: error
    when: {model.signed: {is: true}}
    require: {model.signature: {is: valid}, model.signers: {contains: team}}
"""


def policy_text(signers: str) -> str:
    return f"govscan: 1\nname: team\n{signers}{RULE}"


def block(text: str) -> str:
    return "|\n" + "".join(f"      {line}\n" for line in text.strip().split("\n"))


SIGNERS = f"signers:\n  team:\n    public_key: {block(public(TEAM))}"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVSCAN_CACHE", str(tmp_path / "cache"))
    tree = tmp_path / "tree"
    model = model_in(tree / "models" / "house")
    maker = signing.Config().use_elliptic_key_signer(private_key=write_private(TEAM, tmp_path / "key.pem"))
    maker.set_hashing_config(hashing.Config().set_ignored_paths(paths=["model.sig"])).sign(model, model / "model.sig")
    (tree / "app.py").write_text('from transformers import AutoModel\nAutoModel.from_pretrained("./models/house")\n')
    (tree / "govscan.yaml").write_text(policy_text(SIGNERS))
    return tree


def facts_of(tree: Path, **more: bool) -> tuple[Facts, Verdict]:
    report = scan(ScanRequest(tree, offline=True, now=dt.date(2026, 11, 25), **more))
    assert report.problems == ()
    [model] = report.models
    [finding] = [each for each in report.findings if each.rule == "signed"]
    return model.facts, finding.verdict


def test_a_signed_model_passes_and_a_tampered_one_fails(tree: Path) -> None:
    facts, verdict = facts_of(tree)
    assert (facts.value("model.signed"), facts.value("model.signature")) == (True, "valid")
    assert facts.value("model.signers") == ("team",)
    assert verdict is Verdict.PASS
    (tree / "models/house/model.safetensors").write_bytes(b"other")
    facts, verdict = facts_of(tree)
    assert facts.value("model.signature") == "invalid"
    assert facts.get("model.signature").source.quote == "changed: model.safetensors"
    assert verdict is Verdict.FAIL


def test_the_signature_may_lie_beside_the_folder(tree: Path) -> None:
    (tree / "models/house/model.sig").rename(tree / "models/house.sig")
    assert facts_of(tree)[0].value("model.signature") == "valid"


def test_a_model_without_a_signature(tree: Path) -> None:
    (tree / "models/house/model.sig").unlink()
    facts, verdict = facts_of(tree)
    assert (facts.value("model.signed"), facts.value("model.signature")) == (False, ABSENT)
    assert verdict is Verdict.NOT_APPLICABLE


def test_without_signers_it_is_undecided(tree: Path) -> None:
    (tree / "govscan.yaml").write_text(policy_text(""))
    facts, verdict = facts_of(tree)
    assert facts.get("model.signature").value == Unknown("model.sig: the policy trusts nobody: it has no `signers`")
    assert verdict is Verdict.UNKNOWN


def test_a_commit_hook_reads_no_weights(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    facts, verdict = facts_of(tree, hashing=False)
    assert isinstance(facts.get("model.signature").value, Unknown)
    assert verdict is Verdict.UNKNOWN
    monkeypatch.chdir(tree)
    assert run(["check", "app.py"]) == 3
    assert "a commit hook reads no weights" in " ".join(capfd.readouterr().out.split())
    assert run(["scan", ".", "--offline"]) == 0
    assert run(["check", "app.py"]) == 0  # no file was touched since
    weights = tree / "models/house/model.safetensors"
    stamps = weights.stat()
    weights.write_bytes(weights.read_bytes().replace(b"weights", b"Weights"))
    os.utime(weights, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    assert run(["check", "app.py"]) == 3
    assert run(["scan", ".", "--offline"]) == 1
    assert run(["check", "app.py"]) == 3


def read(tmp_path: Path, signers: str) -> Policy:
    file = tmp_path / "govscan.yaml"
    file.write_text(policy_text(signers))
    return load_policy(file, tmp_path)


def test_the_three_kinds_of_signers(tmp_path: Path) -> None:
    text = SIGNERS + f"  vendor:\n    certificate: {block(pem(AUTHORITY))}"
    text += '  builder: {identity: "a@example.org", issuer: "https://issuer.example.org"}\n'
    policy = read(tmp_path, text)
    assert [(each.name, each.kind) for each in policy.signers] == [
        ("team", SignerKind.KEY),
        ("vendor", SignerKind.CERTIFICATE),
        ("builder", SignerKind.IDENTITY),
    ]
    assert policy.signers[0].material.strip() == by_key("team", TEAM).material.strip()
    assert run(["policy", "show", str(tmp_path / "govscan.yaml")]) == 0


@pytest.mark.parametrize(
    ("signers", "match"),
    [
        ("signers: {a: {}}\n", "needs one of"),
        ("signers: {a: {identity: x}}\n", "issuer"),
        ("signers: {a: {public_key: release.pub}}\n", "not in PEM"),
        ("signers: {a: {public_key: x, certificate: y}}\n", "needs one of"),
        ("signers: {a: {public_key: '-----BEGIN PUBLIC KEY-----', issuer: x}}\n", "needs no issuer"),
        ("signers: {a: {public_key: '-----BEGIN EC PRIVATE KEY-----'}}\n", "private key"),
        ("signers: {a: {pubic_key: x}}\n", "did you mean"),
        ("signers: [a]\n", "mapping"),
    ],
)
def test_mistakes_have_a_place(tmp_path: Path, signers: str, match: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read(tmp_path, signers)
    told = [f"{each.message} {each.hint}" for each in raised.value.diagnostics]
    assert any(match in each for each in told), told
    assert all(each.path.endswith("govscan.yaml") and each.line for each in raised.value.diagnostics)


def test_more_signatures_than_are_verified(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govscan.limits.MODEL_SIGNATURES", 1)
    (tree / "models" / "house.sig").write_text("{}")
    [model] = scan(ScanRequest(tree, offline=True)).models
    assert isinstance(model.evidence, Resolved)
    assert [each.reason for each in model.evidence.signatures or ()] == [
        "",
        "only the first 1 of 2 signatures were verified",
    ]
