"""The hook in a plain git repository: what is staged counts, not what lies in the work tree; and no network, ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes.hub import isolate
from fakes.repository import QUIET, Repository
from gating import BAD, GOOD, POLICY

from govscan.cli import run

LOOSE = POLICY + "overrides:\n  - {rule: commercial-use, reason: no, disabled: true}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    made = Repository(tmp_path / "repository")
    made.commit("base", {"govscan.yaml": POLICY, "services/app.py": GOOD})
    monkeypatch.chdir(made.folder)
    return made


def checked(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    capfd.readouterr()
    code = run(["check", *options])
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    return code, out + err


def test_staged_and_as_staged(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.write({"services/app.py": BAD})
    assert checked(capfd)[0] == 0  # nothing is staged
    repository.git("add", "-A")
    code, said = checked(capfd)
    assert code == 1
    assert "services/app.py:2" in said


def test_what_was_mended_only_in_the_work_tree_still_fails(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    repository.write({"services/app.py": BAD})
    repository.git("add", "-A")
    repository.write({"services/app.py": GOOD})
    code, said = checked(capfd)
    assert code == 1
    assert "services/app.py:2" in said
    assert "govscan-staged-" not in said


def test_what_is_bad_only_in_the_work_tree_does_not_fail(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    repository.write({"services/app.py": "# changed\n" + GOOD})
    repository.git("add", "-A")
    repository.write({"services/app.py": BAD})
    assert checked(capfd)[0] == 0


def test_the_policy_is_the_staged_one(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.write({"services/app.py": BAD})
    repository.git("add", "-A")
    repository.write({"govscan.yaml": LOOSE})
    assert checked(capfd)[0] == 1
    assert checked(capfd, "--policy", "govscan.yaml")[0] == 1
    repository.git("add", "-A")
    assert checked(capfd)[0] == 0


def test_a_constant_of_another_file_is_the_staged_one(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    user = "from transformers import pipeline\nfrom services.names import MODEL\npipe = pipeline(model=MODEL)\n"
    repository.write({"services/names.py": "MODEL = 'Qwen/Qwen2.5-Coder-3B-Instruct'\n", "services/use.py": user})
    repository.git("add", "-A")
    repository.write({"services/names.py": "MODEL = 'Qwen/Qwen3-8B'\n"})
    assert checked(capfd)[0] == 1


@pytest.mark.parametrize(
    "name", ["services/quo\"te's.py", "services/line\nfeed.py", "services/-dash.py", "services/ü.py"]
)
def test_strange_names(name: str, repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.write({name: BAD.replace("\n", "\r\n")})
    repository.git("add", "-A")
    assert checked(capfd)[0] == 1
    repository.write({name: GOOD})
    assert checked(capfd)[0] == 1


def test_deleted_and_binary_files(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    (repository.folder / "services" / "app.py").unlink()
    repository.write({"logo.png": bytes(range(256)), "services/x.py": b"\0\1\2 from_pretrained"})
    repository.git("add", "-A")
    code, said = checked(capfd)
    assert code == 3
    assert "services/x.py: binary data where text was expected" in said


def test_only_a_deletion(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.git("rm", "-q", "services/app.py")
    assert checked(capfd)[0] == 0


def test_an_unborn_branch(tmp_path: Path, repository: Repository, capfd: pytest.CaptureFixture[str],
                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    young = Repository(tmp_path / "young")
    young.write({"govscan.yaml": POLICY, "services/app.py": BAD})
    young.git("add", "-A")
    monkeypatch.chdir(young.folder)
    assert checked(capfd)[0] == 1
    young.write({"services/app.py": GOOD})
    assert checked(capfd)[0] == 1


def test_a_detached_head(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.git("checkout", "-q", "--detach")
    repository.write({"services/app.py": BAD})
    repository.git("add", "-A")
    assert checked(capfd)[0] == 1


def test_a_bare_repository(tmp_path: Path, repository: Repository, capfd: pytest.CaptureFixture[str],
                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    bare = Repository(tmp_path / "bare.git", bare=True)
    monkeypatch.chdir(bare.folder)
    code, said = checked(capfd)
    assert code == 2
    assert "there is no work tree" in said


def test_no_repository(tmp_path: Path, repository: Repository, capfd: pytest.CaptureFixture[str],
                       monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, said = checked(capfd)
    assert code == 2
    assert "is not in a git repository" in said


def test_a_submodule_that_is_not_there(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.submodule("vendor/models", "1" * 40)
    assert checked(capfd)[0] == 0
    repository.write({"services/app.py": BAD})
    repository.git("add", "services")
    repository.write({"services/app.py": GOOD})
    assert checked(capfd)[0] == 1


def test_a_folder_of_the_repository(repository: Repository, capfd: pytest.CaptureFixture[str],
                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    repository.write({"services/app.py": BAD, "other.py": BAD})
    repository.git("add", "-A")
    repository.write({"services/app.py": GOOD})
    monkeypatch.chdir(repository.folder / "services")
    code, said = checked(capfd)
    assert code == 1
    assert "other.py" not in said


def test_a_partial_commit_is_judged_by_its_own_index(repository: Repository) -> None:
    """`git commit FILE` hands the hook another index, by an environment variable."""
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m govscan check\n")
    hook.chmod(0o755)
    repository.write({"services/app.py": BAD, "README.md": "words\n"})
    repository.git("add", "README.md")
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = ["git", "commit", "-q", "-m", "x"]
    fine = subprocess.run(
        [*words, "README.md"], cwd=repository.folder, env=environment, capture_output=True, check=False
    )
    assert fine.returncode == 0, fine.stderr
    bad = subprocess.run(
        [*words, "services/app.py"], cwd=repository.folder, env=environment, capture_output=True, check=False
    )
    assert bad.returncode == 1
    assert b"commercial-use" in bad.stdout + bad.stderr


def test_no_network_is_asked(repository: Repository) -> None:
    """With the lock, and without: in a process that may open no connection at all."""
    repository.write({"services/app.py": GOOD.replace("Qwen/Qwen3-8B", "acme/nobody-knows")})
    repository.git("add", "-A")
    guard = (
        "import socket, sys\n"
        "def no(*_, **__): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = no\n"
        "from govscan.cli import run\n"
        "sys.exit(run(['check']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", guard],
        cwd=repository.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "govscan lock" in done.stdout
