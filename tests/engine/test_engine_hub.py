"""Online: a real HTTP server behind the Hub's client; every trouble ends in a value, exit code 3 and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.hub import Hub, Trouble
from scanning import scan_json

from govscan.cli import run
from govscan.engine import ScanRequest, scan
from govscan.evidence import Resolved, Unresolved

CARD = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n# Small\n"
APP = "from transformers import pipeline\npipe = pipeline(model='acme/small')\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


def test_found(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    model = hub.add("acme/small", {"README.md": CARD, "model.safetensors": b"x", "config.json": "{}"})
    code, report = scan_json(tree, capfd)
    assert code == 0
    (shown,) = report["models"]
    assert shown["evidence"]["revision_sha"] == model.sha
    assert shown["facts"]["license.concluded"]["value"] == "Apache-2.0"
    assert f"/acme/small/blob/{model.sha}/README.md" in shown["facts"]["license.declared"]["source"]["place"]


@pytest.mark.parametrize(
    ("trouble", "failure"),
    [
        (Trouble.GATED, "gated"),
        (Trouble.PRIVATE, "unauthorized"),
        (Trouble.RATE_LIMITED, "rate-limited"),
        (Trouble.BROKEN, "server-error"),
        (Trouble.SLOW, "timeout"),
        (Trouble.TRUNCATED, "malformed"),
        (Trouble.HTML, "malformed"),
        (Trouble.RESET, "network"),
    ],
)
def test_trouble_is_a_value_with_its_reason(
    trouble: Trouble, failure: str, hub: Hub, tree: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    hub.add("acme/small", {"README.md": CARD}, trouble=trouble)
    hub.add("acme/other", {"README.md": CARD})
    (tree / "other.py").write_text(APP.replace("acme/small", "acme/other"))
    code, report = scan_json(tree, capfd)
    assert code == 3
    small, other = sorted(report["models"], key=lambda model: model["name"], reverse=True)
    assert small["evidence"]["failure"] == failure
    assert small["evidence"]["detail"]
    assert other["evidence"]["status"] == "resolved"


def test_404(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, report = scan_json(tree, capfd)
    assert code == 3
    assert report["models"][0]["evidence"]["failure"] == "not-found"


def test_offline_makes_no_request(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hub.add("acme/small", {"README.md": CARD})
    code, report = scan_json(tree, capfd, "--offline")
    assert code == 3
    assert report["models"][0]["evidence"]["failure"] == "offline"
    assert not hub.requests


def test_lock_then_locked_without_network(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    model = hub.add("acme/small", {"README.md": CARD, "model.safetensors": b"x"})
    assert run(["lock", str(tree), "--now", "2026-11-20"]) == 0
    text = (tree / "govscan.lock").read_text()
    assert model.sha in text
    assert run(["lock", str(tree), "--now", "2026-11-23"]) == 0
    assert (tree / "govscan.lock").read_text() == text  # nothing changed, so nothing is written
    asked = len(hub.requests)
    code, report = scan_json(tree, capfd, "--locked")
    assert len(hub.requests) == asked
    assert report["models"][0]["evidence"]["origin"] == "lock"
    assert report["models"][0]["facts"]["license.concluded"]["value"] == "Apache-2.0"
    assert code == 0
    (tree / "new.py").write_text(APP.replace("acme/small", "acme/unlocked"))
    code, report = scan_json(tree, capfd, "--locked")
    assert code == 3
    assert {m["name"]: m["evidence"].get("failure") for m in report["models"]}["acme/unlocked"] == "not-locked"


def test_lock_keeps_what_it_had_when_the_hub_fails(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hub.add("acme/small", {"README.md": CARD})
    assert run(["lock", str(tree)]) == 0
    text = (tree / "govscan.lock").read_text()
    hub.add("acme/small", {"README.md": CARD}, trouble=Trouble.BROKEN)
    (tree / "more.py").write_text(APP.replace("acme/small", "acme/new"))
    assert run(["lock", str(tree)]) == 3
    assert "not locked: huggingface:acme/new" in capfd.readouterr().err
    assert (tree / "govscan.lock").read_text() == text


def test_the_license_of_a_base_model_is_read_from_the_hub(hub: Hub, tree: Path) -> None:
    hub.add("acme/small", {"README.md": "---\nlicense: apache-2.0\nbase_model: acme/base\n---\n"})
    hub.add("acme/base", {"README.md": "---\nlicense: cc-by-nc-4.0\n---\n"})
    report = scan(ScanRequest(tree))
    (conflict,) = [f for f in report.findings if f.rule == "base-license-conflict"]
    assert "CC-BY-NC-4.0" in conflict.message
    assert report.exit_code == 1


def test_the_license_of_the_application_is_never_the_models(hub: Hub, tree: Path) -> None:
    (tree / "LICENSE").write_text((Path(__file__).parents[2] / "LICENSE").read_text())
    (tree / "README.md").write_text("# App\n\nLicensed under Apache-2.0.\n")
    hub.add("acme/small", {"README.md": "# no front matter\n"})
    (model,) = scan(ScanRequest(tree)).models
    assert isinstance(model.evidence, Resolved)
    assert model.facts.value("license.concluded") is None


def test_the_fine_tune_says_nothing_of_its_base(hub: Hub, tree: Path) -> None:
    hub.add("acme/small", {"README.md": "---\nlicense: mit\nbase_model: acme/silent\n---\n"})
    hub.add("acme/silent", {"README.md": "# silent\n"})
    (tree / "base.py").write_text(APP.replace("acme/small", "acme/silent"))
    models = {model.identity.name: model for model in scan(ScanRequest(tree)).models}
    assert models["acme/small"].facts.value("license.concluded") == "MIT"
    assert models["acme/silent"].facts.value("license.concluded") is None


def test_no_network_at_all_is_quick_and_said(tree: Path, monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    (model,) = scan(ScanRequest(tree)).models
    assert isinstance(model.evidence, Unresolved)
    assert model.evidence.failure == "network"


def test_a_hub_that_fails_is_never_a_pass_even_where_the_catalog_knows_the_model(
    hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tree / "app.py").write_text(APP.replace("acme/small", "Qwen/Qwen3-8B"))
    hub.add("Qwen/Qwen3-8B", {"README.md": CARD}, trouble=Trouble.BROKEN)
    code, report = scan_json(tree, capfd)
    assert code == 3
    assert report["models"][0]["facts"]["license.concluded"]["source"]["kind"] == "catalog"
    assert [f["rule"] for f in report["findings"] if f["verdict"] == "unknown" and f["level"] == "error"] == [
        "evidence-unread"
    ]


def test_a_lock_that_lacks_a_model_leaves_it_undecided_in_the_hook(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "app.py").write_text(APP.replace("acme/small", "Qwen/Qwen3-8B"))
    (tree / "govscan.lock").write_text("lock_version = 1\n")
    monkeypatch.chdir(tree)
    assert run(["check", "app.py"]) == 3
    out = capfd.readouterr().out
    assert "evidence-unread" in out
    assert "govscan lock" in out
