"""What the tests of the gate share: a repository with a policy, and the gate as the command line runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes.repository import Repository

from govscan.cli import run

POLICY = """\
govscan: 1
name: team
extends: [govscan:baseline]
contexts:
  production: {paths: ["services/**"], use: commercial, regions: [DE], monthly_active_users: 1000}
"""
GOOD = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen3-8B')\n"
BAD = GOOD.replace("Qwen/Qwen3-8B", "Qwen/Qwen2.5-Coder-3B-Instruct")


def team(tmp_path: Path) -> Repository:
    """A repository with a policy and one good model on `main`, and the branch `change` checked out."""
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"govscan.yaml": POLICY, "services/app.py": GOOD})
    repository.git("checkout", "-q", "-b", "change")
    return repository


def gated(
    repository: Repository, capfd: pytest.CaptureFixture[str], *options: str, base: str = "main"
) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON of `govscan gate`."""
    capfd.readouterr()
    code = run(["gate", str(repository.folder), "--base", base, "--format", "json", "--now", "2026-02-01", *options])
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    assert out, err
    return code, json.loads(out)


def refused(repository: Path, capfd: pytest.CaptureFixture[str], *options: str) -> str:
    """What `govscan gate` says when it cannot begin."""
    capfd.readouterr()
    code = run(["gate", str(repository), *options])
    out, err = capfd.readouterr()
    assert code == 2, out + err
    assert not out
    assert "Traceback" not in err
    return err
