"""One run over one or many repositories: every format, a manifest, the same bytes, nothing half-written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from fakes.hub import isolate
from scanning import ALLOWED as GOOD
from scanning import FORBIDDEN as BAD
from scanning import TEAM_POLICY as POLICY

from govscan.audit import FILES
from govscan.cli import run

DAY = ["--offline", "--now", "2026-02-01"]


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    for name, text in (("shop", GOOD), ("billing", BAD), ("empty", "print()\n"), ("broken", GOOD)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(text)
        (tmp_path / name / "govscan.yaml").write_text(POLICY if name != "broken" else "govscan: 1\nruels: []\n")
    return tmp_path


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_format_and_the_same_bytes_twice(trees: Path) -> None:
    for turn in ("one", "two"):
        words = ["audit", str(trees / "shop"), "-o", str(trees / turn), "--format", ",".join(FILES), *DAY]
        assert run(words) == 0
    files = written(trees / "one")
    assert set(files) == {*FILES.values(), "manifest.json"}
    assert files == written(trees / "two")
    for row in manifest(trees / "one")["outputs"]:
        assert hashlib.sha256(files[row["path"]]).hexdigest() == row["sha256"]
        assert len(files[row["path"]]) == row["bytes"]
    statement = json.loads(files["verdict.intoto.json"])
    assert statement["subject"][0]["digest"]["sha256"] == hashlib.sha256(files["report.json"]).hexdigest()


def test_many_repositories_and_a_broken_one(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = [str(trees / name) for name in ("shop", "broken", "empty")]
    assert run(["audit", *paths, "-o", str(trees / "out"), "--format", "json", *DAY]) == 3
    said = capfd.readouterr()
    assert "broken: not audited: " in said.err
    assert "did you mean" in said.err
    assert set(written(trees / "out")) == {"manifest.json", "shop/report.json", "empty/report.json"}
    rows = {row["name"]: row for row in manifest(trees / "out")["repositories"]}
    assert "fault" in rows["broken"]
    assert rows["empty"]["models"] == 0
    assert rows["shop"]["policy"]["sha256"]


def test_a_violation_wins(trees: Path) -> None:
    paths = [str(trees / name) for name in ("billing", "broken", "billing")]
    assert run(["audit", *paths, "-o", str(trees / "out"), "--format", "json", *DAY]) == 1
    assert {row["name"] for row in manifest(trees / "out")["repositories"]} == {"billing", "broken", "billing-2"}


def test_a_folder_that_cannot_be_written(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (trees / "file").write_text("x")
    assert run(["audit", str(trees / "shop"), "-o", str(trees / "file" / "below"), *DAY]) == 2
    assert "cannot be written" in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_leaves_what_was_there(trees: Path, monkeypatch: pytest.MonkeyPatch,
                                           capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    out = trees / "out"
    assert run(["audit", str(trees / "shop"), "-o", str(out), "--format", "json", *DAY]) == 0
    before = written(out)
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "models.csv":
            with Path("/dev/full").open("wb", buffering=0) as device:
                return device.write(data)
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["audit", str(trees / "billing"), "-o", str(out), "--format", "json,csv", *DAY]) == 2
    assert "No space left" in capfd.readouterr().err
    assert written(out) == before
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "report.json"]


def test_since_an_earlier_audit(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["audit", str(trees / "shop"), str(trees / "empty"), "--format", "json", *DAY]
    assert run([*words, "-o", str(trees / "one")]) == 0
    (trees / "shop" / "app.py").write_text(BAD)
    assert run([*words, "-o", str(trees / "two"), "--since", str(trees / "one")]) == 1
    assert "shop: since 2026-02-01: models: 1 added, 1 removed; findings: " in capfd.readouterr().out
    changes = json.loads((trees / "two" / "shop" / "changes.json").read_text())
    assert changes["models"]["added"] == ["huggingface:Qwen/Qwen2.5-Coder-3B-Instruct"]
    assert {row["rule"] for row in changes["findings"]["new"]} >= {"commercial-use"}
    assert json.loads((trees / "two" / "empty" / "changes.json").read_text())["findings"]["new"] == []
    assert run([*words, "-o", str(trees / "three"), "--since", str(trees / "two")]) == 1
    assert json.loads((trees / "three" / "shop" / "changes.json").read_text())["findings"] == {
        "new": [], "fixed": [], "changed": [],
    }  # fmt: skip
    (trees / "shop" / "govscan.yaml").write_text(POLICY + "# a word\n")
    (trees / "shop" / "app.py").write_text(GOOD)
    assert run([*words, "-o", str(trees / "four"), "--since", str(trees / "three" / "shop" / "report.json")]) == 0
    four = json.loads((trees / "four" / "shop" / "changes.json").read_text())
    assert four["policy_changed"]
    assert {row["rule"] for row in four["findings"]["fixed"]} >= {"commercial-use"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"govscan_report": 1}', '{"govscan_report": 1, "findings": [1]}']
)
def test_what_is_no_earlier_report(text: str, trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (trees / "old.json").write_text(text)
    words = ["audit", str(trees / "shop"), "-o", str(trees / "out"), "--since", str(trees / "old.json"), *DAY]
    assert run(words) == 2
    assert "is no JSON report of govscan" in capfd.readouterr().err
    assert not (trees / "out").exists()


@pytest.mark.parametrize("words", [["--format", "docx"], ["--format", ","], []])
def test_misuse(words: list[str], trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = ["-o", str(trees / "out")] if words else []
    assert run(["audit", str(trees / "shop"), *target, *words]) == 2
    assert not (trees / "out").exists()
    assert "Traceback" not in capfd.readouterr().err
