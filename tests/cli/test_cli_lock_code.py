"""`govscan.lock` about weights and code: what a run without network knows from it, and what is drift."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from fakes import weights
from fakes.hub import Hub, Ranges

from govscan.cli import run
from govscan.engine import ScanRequest, scan
from govscan.evidence import LOCKED
from govscan.facts import Facts, SourceKind, Unknown
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.resolve.lock_reader import read_lock

CARD = "---\nlicense: apache-2.0\n---\n# Small\nA model.\n"
FILES = {
    "README.md": CARD,
    "config.json": '{"auto_map": {"AutoModel": "modeling_a.A"}}',
    "modeling_a.py": "import subprocess\nfrom .helper import go\n",
    "helper.py": "x = 1\n",
    "model.bin": pickle.dumps([weights.Runs()]),
    "modeling_unused.py": "x = 1\n",
}
SCANNED = {"securityRepoStatus": {"scansDone": True, "filesWithIssues": [{"path": "model.bin", "level": "unsafe"}]}}


@pytest.fixture
def tree(hub: Hub, tmp_path: Path) -> Path:
    hub.add("acme/small", FILES, extra=SCANNED)
    (tmp_path / "app.py").write_text(
        "from transformers import AutoModel\nAutoModel.from_pretrained('acme/small', trust_remote_code=True)\n"
    )
    assert run(["lock", str(tmp_path)]) == 0
    return tmp_path


def facts_of(tree: Path, **how: bool) -> Facts:
    (model,) = scan(ScanRequest(tree, **how)).models
    return model.facts


def drift(tree: Path) -> dict[str, Finding]:
    findings = scan(ScanRequest(tree)).findings
    return {finding.rule: finding for finding in findings if finding.rule.startswith("drift-")}


def test_a_run_without_network_knows_what_the_online_run_knew(tree: Path, hub: Hub) -> None:
    online = facts_of(tree)
    asked = len(hub.requests)
    for offline in (facts_of(tree, locked=True), facts_of(tree, offline=True)):
        for name in (*LOCKED, "model.remote_code", "model.remote_code_sources", "artifacts.formats"):
            assert offline.get(name).value == online.get(name).value, name
        fact = offline.get("artifacts.unsafe_globals")
        assert fact.value == ("posix.system",)
        assert fact.source is not None and fact.source.kind is SourceKind.LOCK and fact.source.line
        assert offline.value("model.remote_code_capabilities") == ("process",)
    assert len(hub.requests) == asked


def test_what_the_lock_has(tree: Path) -> None:
    (entry,) = read_lock(tree / "govscan.lock").values()
    assert [name for name, _ in entry.code] == ["helper.py", "modeling_a.py"]
    assert dict(entry.facts)["artifacts.hub_scan"] == "unsafe"
    assert "artifacts.scan_conflict" in dict(entry.facts) and not entry.code_from


def test_unknown_stays_unknown(tree: Path, hub: Hub) -> None:
    hub.ranges = Ranges.SILENT
    hub.add("acme/small", {**FILES, "model.bin": weights.torch_zip({"a": 1}), "helper.py": "print 'x'\n"})
    assert run(["lock", str(tree)]) == 0
    offline = facts_of(tree, locked=True)
    for name in ("artifacts.unsafe_globals", "artifacts.troubles", "model.remote_code_capabilities"):
        value = offline.get(name).value
        assert isinstance(value, Unknown) and "govscan.lock does not say" in value.reason
    assert offline.value("model.remote_code_files") == ("helper.py", "modeling_a.py")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"modeling_a.py": "import socket\nfrom .helper import go\n"}, "modeling_a.py (sha256"),
        ({"helper.py": "x = 2\n"}, "helper.py (sha256"),
        ({"modeling_a.py": "from .helper import go\nfrom . import modeling_unused\n"}, "modeling_unused.py"),
        ({"modeling_a.py": "x = 1\n"}, "helper.py"),
        ({"config.json": "{}"}, "modeling_a.py"),
        ({"config.json": '{"auto_map": {"A": "modeling_a.A", "B": "other/repo--b.B"}}'}, "is other/repo"),
    ],
)
def test_changed_code_is_drift(changed: dict[str, str], words: str, tree: Path, hub: Hub) -> None:
    assert "drift-remote-code" not in drift(tree)
    hub.add("acme/small", {**FILES, **changed}, extra=SCANNED)
    found = drift(tree)["drift-remote-code"]
    assert (found.verdict, found.level) == (Verdict.FAIL, Level.ERROR)
    assert words in found.message
    assert run(["scan", str(tree)]) == 1
    assert run(["lock", str(tree)]) == 0
    assert "drift-remote-code" not in drift(tree)


def test_code_that_nobody_runs_is_no_drift(tree: Path, hub: Hub) -> None:
    hub.add("acme/small", {**FILES, "modeling_unused.py": "x = 2\n"}, extra=SCANNED)
    assert set(drift(tree)) == {"drift-revision"}


def test_a_model_that_gets_code(hub: Hub, tree: Path) -> None:
    hub.add("acme/small", {**FILES, "config.json": "{}"}, extra=SCANNED)
    run(["lock", str(tree)])
    (entry,) = read_lock(tree / "govscan.lock").values()
    assert entry.code == () and entry.looked_for_code
    hub.add("acme/small", FILES, extra=SCANNED)
    assert "modeling_a.py" in drift(tree)["drift-remote-code"].message


def test_an_entry_without_a_word_of_code_claims_nothing(hub: Hub, tree: Path) -> None:
    lock = tree / "govscan.lock"
    text = lock.read_text()
    lock.write_text(text[: text.index("[model.remote_code]")])
    assert "drift-remote-code" not in drift(tree)
    value = facts_of(tree, locked=True).get("model.remote_code_files").value
    assert isinstance(value, Unknown)


def test_changed_code_can_be_accepted(hub: Hub, tree: Path) -> None:
    hub.add("acme/small", {**FILES, "helper.py": "x = 2\n"}, extra=SCANNED)
    said = [
        "--reason",
        "accepted-risk",
        "--statement",
        "Read by hand.",
        "--approver",
        "github:lead",
        "--days",
        "30",
        "--any-revision",
    ]
    assert run(["waive", "acme/small", str(tree), "--rule", "drift-remote-code", *said]) == 0
    assert drift(tree)["drift-remote-code"].verdict is Verdict.WAIVED


def test_the_report_says_it(tree: Path, hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "govscan.yaml").write_text("govscan: 1\nname: strict\nextends: [govscan:security-review]\n")
    capfd.readouterr()
    run(["scan", str(tree), "--locked", "--format", "json"])
    report = json.loads(capfd.readouterr().out)
    failed = {each["rule"] for each in report["findings"] if each["verdict"] == "fail"}
    assert {"unsafe-globals", "remote-code-reach", "remote-code-review"} <= failed
    passed = {each["rule"] for each in report["findings"] if each["verdict"] == "pass"}
    assert {"scan-conflict", "remote-code-sources", "weights-readable"} <= passed
