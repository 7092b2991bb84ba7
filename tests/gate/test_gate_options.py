"""What lets a run fail, and the same exit code for every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.hub import isolate
from fakes.repository import Repository
from gating import BAD, GOOD, POLICY, gated, team

from govscan.cli import run
from govscan.render import COMPARISONS


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path / "home")


def test_only_new_errors_fail(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"govscan.yaml": POLICY, "services/app.py": BAD})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit("more", {"services/more.py": GOOD})
    code, report = gated(repository, capfd, "--offline")
    assert code == 0
    assert {each["finding"]["rule"] for each in report["unchanged"]} >= {"commercial-use"}
    assert gated(repository, capfd, "--offline", "--all")[0] == 1
    assert gated(repository, capfd, "--offline", "--fail-on", "warning")[0] == 1


def test_a_context_is_part_of_what_a_finding_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    policy = POLICY + "  lab: {paths: ['lab/**'], use: commercial, regions: [DE], monthly_active_users: 5}\n"
    repository.commit("base", {"govscan.yaml": policy, "lab/app.py": BAD})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit("more", {"services/app.py": BAD})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    (change,) = report["changes"]
    assert change["differences"] == [{"what": "contexts", "before": "lab", "after": "lab, production"}]
    assert {each["finding"]["context"] for each in report["new"]} == {"production"}


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_same_exit_code_and_a_file_for_every_format(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    monkeypatch.setenv("COLUMNS", "100")
    words = ["gate", str(repository.folder), "--base", "main", "--offline", "--now", "2026-02-01"]
    target = tmp_path / "report"
    assert run([*words, "--format", name, "--output", f"{name}:{target}"]) == 1
    shown = capfd.readouterr().out
    assert shown
    assert target.read_text() == shown
    assert run([*words, "--format", name]) == 1
    assert capfd.readouterr().out == shown
    assert str(tmp_path) not in shown


def test_a_format_that_the_gate_does_not_have(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["gate", str(tmp_path), "--base", "main", "--format", "html"]) == 2
    assert "markdown" in capfd.readouterr().err
