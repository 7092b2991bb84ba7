"""What git can be in the way of: a clear message and the right exit code."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from fakes.hub import isolate
from fakes.repository import Repository
from gating import BAD, GOOD, POLICY, gated, refused, team

from govscan.cli import run


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


def test_not_a_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "is not in a git repository" in refused(tmp_path, capfd, "--base", "main")


def test_an_unborn_branch(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    assert "has none yet" in refused(repository.folder, capfd, "--base", "HEAD")


def test_a_bare_repository_is_gated_like_any_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    bare = Repository(tmp_path / "bare.git", bare=True)
    repository.git("push", "-q", str(bare.folder), "main", "change")
    code, report = gated(bare, capfd, "--offline", "--head", "change")
    assert code == 1
    assert report["repository"] == "bare"


def test_a_detached_head(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    repository.git("checkout", "-q", "--detach")
    assert gated(repository, capfd, "--offline")[0] == 1


def test_a_shallow_clone_gets_advice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    shallow = Repository(tmp_path / "shallow")
    shallow.git("fetch", "-q", "--depth", "1", f"file://{repository.folder}", "change:change", "main:base")
    said = refused(shallow.folder, capfd, "--base", "base", "--head", "change", "--offline")
    assert "git fetch --unshallow" in said
    assert "fetch-depth: 0" in said
    assert "GIT_DEPTH: 0" in said


def test_no_history_in_common(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.git("checkout", "-q", "--orphan", "alone")
    repository.commit("bad", {"services/more.py": BAD})
    assert "--no-merge-base" in refused(repository.folder, capfd, "--base", "main", "--offline")
    assert gated(repository, capfd, "--offline", "--no-merge-base")[0] == 1


def test_a_base_whose_policy_is_broken(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"govscan.yaml": POLICY.replace("extends", "extnds")})
    said = refused(repository.folder, capfd, "--base", "HEAD", "--offline")
    assert "govscan.yaml:3" in said
    assert "govscan-gate-" not in said


def test_a_base_whose_lock_is_broken(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"govscan.yaml": POLICY, "govscan.lock": "lock_version = 99\n", "services/app.py": GOOD})
    said = refused(repository.folder, capfd, "--base", "HEAD", "--offline")
    assert said.startswith("govscan: govscan.lock:1:")


def test_a_policy_of_the_base_by_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("base", {"rules/ci.yaml": POLICY, "services/app.py": GOOD})
    repository.git("checkout", "-q", "-b", "change")
    loose = POLICY + "overrides:\n  - {rule: commercial-use, reason: no, disabled: true}\n"
    repository.commit("sneak", {"services/more.py": BAD, "rules/ci.yaml": loose})
    code, report = gated(repository, capfd, "--offline", "--policy", str(repository.folder / "rules" / "ci.yaml"))
    assert report["policy"]["rules"]
    assert code == 1
    said = refused(repository.folder, capfd, "--base", "main", "--policy", str(repository.folder / "nowhere.yaml"))
    assert "the base has no such file" in said


def test_a_folder_of_the_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("two", {"services/more.py": BAD, "lab/more.py": BAD})
    capfd.readouterr()
    assert run(["gate", str(repository.folder / "services"), "--base", "main", "--offline"]) == 1
    assert "services/more.py" in capfd.readouterr().out
    assert run(["gate", str(repository.folder / "lab"), "--base", "main", "--offline"]) == 0


def test_crlf_binary_and_strange_names(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    files = {
        "services/crlf.py": BAD.replace("\n", "\r\n"),
        'services/quo"te\n\tline.py': BAD,
        "services/-dash.py": BAD,
        "services/image.png": bytes(range(256)),
    }
    repository.commit("odd", files)
    (repository.folder / "services" / "gone.py").unlink(missing_ok=True)
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    (change,) = report["changes"]
    assert sorted(each["path"] for each in change["after"]["references"]) == sorted(
        ["services/crlf.py", 'services/quo"te\n\tline.py', "services/-dash.py"]
    )


def test_a_name_that_is_not_utf8(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    (Path(str(repository.folder).encode().decode()) / "services" / "caf\udce9.py").write_text(BAD)
    repository.commit("latin-1")
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert "\\udce9" in report["changes"][0]["after"]["references"][0]["path"]


def test_a_link_that_leaves_the_tree_is_not_followed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    (tmp_path / "secret.py").write_text(BAD)
    (repository.folder / "services" / "out.py").symlink_to("../../secret.py")
    (repository.folder / "services" / "in.py").symlink_to("app.py")
    repository.commit("links")
    code, report = gated(repository, capfd, "--offline")
    assert code == 0
    assert not report["changes"]


def test_a_missing_blob_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    blob = repository.git("rev-parse", "HEAD:services/more.py")
    place = repository.folder / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o600)
    place.unlink()
    code, report = gated(repository, capfd, "--offline")
    assert code == 3
    assert [problem["path"] for problem in report["problems"]] == ["services/more.py"]
    assert "is not in this clone" in report["problems"][0]["message"]


def test_git_is_not_installed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = team(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in refused(repository.folder, capfd, "--base", "main")


def test_the_work_tree_does_not_matter(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("bad", {"services/more.py": BAD})
    repository.write({"services/more.py": GOOD, "govscan.yaml": "nonsense"})
    assert gated(repository, capfd, "--offline")[0] == 1
    status = subprocess.run(["git", "status", "--short"], cwd=repository.folder, capture_output=True, check=True)
    assert status.stdout.decode().splitlines() == [" M govscan.yaml", " M services/more.py"]
