"""The hook as users get it: pre-commit builds an environment from this repository and runs it on another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scanning import ALLOWED as APP
from scanning import TEAM_POLICY as POLICY

ROOT = Path(__file__).parents[2]
GIT = ["git", "-c", "user.name=tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]


def git(repository: Path, *arguments: str) -> None:
    subprocess.run([*GIT, *arguments], cwd=repository, check=True, capture_output=True)


def try_repo(repository: Path, hook: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "pre-commit", "try-repo", str(ROOT), hook]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return subprocess.run(
        command,
        cwd=repository,
        env={**clean, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit takes hooks from a git checkout, this is none")
def test_clean_passes_and_a_forbidden_model_is_stopped(tmp_path: Path) -> None:
    repository, home = tmp_path / "repository", tmp_path / "home"
    repository.mkdir()
    git(repository, "init", "-q")
    (repository / "govscan.yaml").write_text(POLICY)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "policy")

    (repository / "app.py").write_text(APP)
    git(repository, "add", "-A")
    clean = try_repo(repository, "govscan", home)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout

    (repository / "app.py").write_text(APP.replace("Qwen/Qwen3-8B", "Qwen/Qwen2.5-Coder-3B-Instruct"))
    git(repository, "add", "-A")
    forbidden = try_repo(repository, "govscan", home)
    assert forbidden.returncode == 1, forbidden.stdout + forbidden.stderr
    assert "commercial-use" in forbidden.stdout
    assert "app.py:2" in forbidden.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--all-files"], 1),
        (["--from-ref", "HEAD~1", "--to-ref", "HEAD"], 1),
        (["--from-ref", "HEAD~2", "--to-ref", "HEAD~1"], 0),
        (["--files", "clean.py"], 0),
    ],
)
def test_all_files_and_a_range_of_commits(words: list[str], code: int, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    entry = f"{sys.executable} -m govscan check"
    hook = {"id": "govscan", "name": "govscan", "entry": entry, "language": "system", "require_serial": True}
    config = json.dumps({"repos": [{"repo": "local", "hooks": [{**hook, "files": r"\.py$"}]}]})
    for files in (
        {"govscan.yaml": POLICY, ".pre-commit-config.yaml": config},
        {"clean.py": APP},
        {"bad.py": APP.replace("Qwen/Qwen3-8B", "Qwen/Qwen2.5-Coder-3B-Instruct")},
    ):
        for path, text in files.items():
            (repository / path).write_text(text)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "change")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    done = subprocess.run(
        [Path(sys.executable).parent / "pre-commit", "run", *words],
        cwd=repository,
        env={**clean, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert ("bad.py:2" in done.stdout) == bool(code)
