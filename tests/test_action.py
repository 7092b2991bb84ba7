"""The GitHub Action: its shape, and its shell run for real with a repository, a fake token and a fake `gh`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from fakes.repository import Repository

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
POLICY = "govscan: 1\nname: team\nextends: [govscan:baseline]\ncontexts:\n  all: {paths: ['**'], use: commercial}\n"
BAD = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen2.5-Coder-3B-Instruct')\n"


def test_every_script_has_a_shell_and_no_input_inside() -> None:
    for step in STEPS:
        if "run" in step:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]
        else:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"])


def test_inputs_and_outputs_are_used_and_documented() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name in (*ACTION["inputs"], *ACTION["outputs"]):
        assert f"`{name}`" in page
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text
    gate = (ROOT / "action" / "gate.sh").read_text(encoding="utf-8")
    for name in ACTION["outputs"]:
        assert f"{name}=" in gate


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "action").glob("*.sh")))
def test_scripts_parse(name: str) -> None:
    subprocess.run(["bash", "-n", ROOT / "action" / name], check=True)


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment of a runner, with govscan and a fake `gh` on the PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "govscan").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m govscan \"$@\"\n")
    (programs / "gh").write_text(
        '#!/bin/sh\nprintf \'%s\\n\' "$*" >> "$CALLS"\n'
        'case "$*" in *--paginate*) printf \'%s\' "$KNOWN";; *) exit "${REFUSED:-0}";; esac\n'
    )
    for program in programs.iterdir():
        program.chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "HF_"))}
    return {
        **clean,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_REPOSITORY": "acme/shop",
        "CALLS": str(tmp_path / "calls"),
        "KNOWN": "",
        "HF_HOME": str(tmp_path / "home"),
        "GOVSCAN_CACHE": str(tmp_path / "cache"),
        "GATE_OFFLINE": "true",
    }


def step(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", ROOT / "action" / script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def request(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"govscan.yaml": POLICY})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit("change", {"app.py": BAD})
    return repository


def test_reports_first_and_the_exit_code_for_later(tmp_path: Path, runner: dict[str, str]) -> None:
    done = step("gate.sh", request(tmp_path).folder, {**runner, "GATE_BASE": "main"})
    assert done.returncode == 0, done.stderr
    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text().splitlines())
    assert outputs["exit-code"] == "1"
    assert all(Path(outputs[name]).stat().st_size for name in ("markdown", "sarif", "json"))
    assert "this change is against the policy" in (tmp_path / "summary").read_text()
    assert "::error file=app.py,line=2" in done.stdout


@pytest.mark.parametrize(("base", "code"), [("", "2"), ("nowhere", "2"), ("main; touch owned", "2"), ("$(id)", "2")])
def test_a_base_that_is_none(base: str, code: str, tmp_path: Path, runner: dict[str, str]) -> None:
    repository = request(tmp_path)
    done = step("gate.sh", repository.folder, {**runner, "GATE_BASE": base})
    assert done.returncode == 0
    assert (tmp_path / "output").read_text() == f"exit-code={code}\n"
    assert "::error title=govscan::" in done.stdout
    assert not (repository.folder / "owned").exists()


def test_the_comment_is_written_and_then_found_again(tmp_path: Path, runner: dict[str, str]) -> None:
    report = {"REPORT": str(tmp_path / "gate.md"), "GH_TOKEN": "t", "PULL_REQUEST": "7"}
    (tmp_path / "gate.md").write_text("<!-- govscan -->\nwords\n")
    step("comment.sh", tmp_path, {**runner, **report})
    step("comment.sh", tmp_path, {**runner, **report, "KNOWN": "42\n"})
    calls = (tmp_path / "calls").read_text().splitlines()
    assert any(line.startswith("api --method POST repos/acme/shop/issues/7/comments") for line in calls)
    assert any(line.startswith("api --method PATCH repos/acme/shop/issues/comments/42") for line in calls)


def test_a_fork_gets_the_summary_alone(tmp_path: Path, runner: dict[str, str]) -> None:
    report = {"REPORT": str(tmp_path / "gate.md"), "GH_TOKEN": "t", "PULL_REQUEST": "7", "REFUSED": "1"}
    done = step("comment.sh", tmp_path, {**runner, **report})
    assert done.returncode == 0
    assert "may not comment" in done.stdout
    without = step("comment.sh", tmp_path, {**runner, **report, "GH_TOKEN": ""})
    assert without.returncode == 0
    assert "no token" in without.stdout
