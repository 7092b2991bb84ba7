"""Each verb as a new user meets it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from govscan.cli import VERBS, run

APP = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen3-8B')\n"


def test_version() -> None:
    done = subprocess.run([sys.executable, "-m", "govscan", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("govscan 0.")


def test_help_lists_every_verb(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capfd.readouterr().out
    assert all(verb in out for verb in VERBS)
    assert "Exit codes" in out


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_help(verb: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0
    assert "Usage: govscan" in capfd.readouterr().out


def test_first_run_without_a_policy_says_which_one_applies(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(APP)
    run(["scan", str(tmp_path), "--offline"])
    out = capfd.readouterr().out
    assert "baseline" in out
    assert "govscan init" in out


def test_init_writes_a_policy_that_is_valid_and_applies(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "svc").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "svc" / "app.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    text = (tmp_path / "govscan.yaml").read_text()
    assert '"svc/**"' in text
    assert "notebooks/**" in text
    assert run(["policy", "lint"]) == 0
    capfd.readouterr()
    run(["scan", "--offline"])
    assert "production" in capfd.readouterr().out
    assert run(["init"]) == 2
    assert "--force" in capfd.readouterr().err


def test_the_commented_parts_of_init_are_valid_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    lines = (tmp_path / "govscan.yaml").read_text().splitlines()
    start = lines.index("# rules:")
    opened = [
        re.sub(r"^# " if i >= start else r"^    # ", "" if i >= start else "    ", line) for i, line in enumerate(lines)
    ]
    (tmp_path / "govscan.yaml").write_text("\n".join(opened) + "\n")
    assert run(["policy", "lint"]) == 0


def test_lint_without_a_policy(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["policy", "lint"]) == 2
    assert "govscan init" in capfd.readouterr().err


def test_lint_finds_a_bad_waiver(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nname: x\nextends: [govscan:baseline]\n")
    (tmp_path / ".govscan").mkdir()
    (tmp_path / ".govscan" / "waivers.yaml").write_text(
        "govscan_waivers: 1\nwaivers:\n  - id: W-1\n    expires: soon\n"
    )
    assert run(["policy", "lint", ".govscan/waivers.yaml"]) == 2
    assert "waivers.yaml:4:" in capfd.readouterr().err


def test_why_shows_facts_with_their_source(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(APP)
    run(["why", "qwen3-8b", str(tmp_path), "--offline"])
    out = capfd.readouterr().out
    assert "license.concluded" in out
    assert "Apache-2.0" in out
    assert "catalog, as of" in out
    assert "app.py:2" in out


def test_check_reads_only_the_files_it_is_given(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "other.py").write_text(APP.replace("Qwen/Qwen3-8B", "tencent/Hunyuan-A13B-Instruct"))
    monkeypatch.chdir(tmp_path)
    run(["check", "app.py", "--format", "json"])
    out = capfd.readouterr().out
    assert "Qwen3-8B" in out
    assert "Hunyuan" not in out


def test_check_without_files_takes_what_is_staged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "loose.py").write_text(APP.replace("Qwen/Qwen3-8B", "tencent/Hunyuan-A13B-Instruct"))
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "app.py"], check=True)
    run(["check", "--format", "json"])
    out = capfd.readouterr().out
    assert "Qwen3-8B" in out
    assert "Hunyuan" not in out


def test_policy_of_the_repository_governs_a_subfolder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "svc" / "deep").mkdir(parents=True)
    (tmp_path / "svc" / "deep" / "app.py").write_text(APP)
    (tmp_path / "other.py").write_text(APP.replace("Qwen/Qwen3-8B", "tencent/Hunyuan-A13B-Instruct"))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "govscan.yaml").write_text(
        "govscan: 1\nname: x\nextends: [govscan:baseline]\ncontexts:\n  svc: {paths: ['svc/**'], use: internal}\n"
    )
    run(["scan", str(tmp_path / "svc"), "--offline", "--format", "json"])
    out = capfd.readouterr().out
    assert '"svc/deep/app.py"' in out
    assert "Hunyuan" not in out
    assert '"svc"' in out


def test_a_hook_does_not_complain_of_waivers_for_other_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nname: x\nextends: [govscan:baseline]\n")
    (tmp_path / ".govscan").mkdir()
    (tmp_path / ".govscan" / "waivers.yaml").write_text(
        "govscan_waivers: 1\nwaivers:\n  - {id: W-1, rule: license-known, model: 'pkg:huggingface/acme/other',"
        " reason: accepted-risk, statement: Agreed., approver: legal, created: 2026-01-01, expires: 2099-01-01}\n"
    )
    run(["check", "app.py"])
    assert "W-1" not in capfd.readouterr().out
    run(["scan", "--offline"])
    assert "W-1 was not needed" in capfd.readouterr().out


def test_what_if_there_were_more_users(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(APP.replace("Qwen/Qwen3-8B", "meta-llama/Llama-3.1-8B-Instruct"))
    few = run(["why", "llama-3.1", str(tmp_path), "--offline", "--context", "monthly_active_users=1_000"])
    many = run(["why", "llama-3.1", str(tmp_path), "--offline", "--context", "monthly_active_users=800_000_000"])
    assert (few, many) == (0, 1)
    assert "at most license.mau_threshold = 700,000,000" in " ".join(capfd.readouterr().out.split())


@pytest.mark.parametrize("statement", ["users=3", "monthly_active_users", "monthly_active_users=many", "regions=[XQ"])
def test_what_if_with_a_mistake(tmp_path: Path, capfd: pytest.CaptureFixture[str], statement: str) -> None:
    (tmp_path / "app.py").write_text(APP)
    assert run(["why", "qwen", str(tmp_path), "--offline", "--context", statement]) == 2
    assert "--context:1:" in capfd.readouterr().err
