"""What the tests of the gate share: a repository with a policy, and the gate as the command line runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes.repository import Repository
from scanning import ALLOWED as GOOD
from scanning import FORBIDDEN as BAD
from scanning import TEAM_POLICY

from govscan.cli import run

__all__ = ["BAD", "GOOD", "POLICY", "gated", "refused", "team"]

POLICY = TEAM_POLICY.replace('all: {paths: ["**"]', 'production: {paths: ["services/**"]')


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
