"""A baseline lets an old repository begin: what is there is shown and ages, what comes fails."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from fakes.hub import Hub, isolate
from scanning import FORBIDDEN as BAD
from scanning import TEAM_POLICY as POLICY
from scanning import scan_json

from govscan.cli import run
from govscan.data import schemas_folder
from govscan.evaluate.baseline import load_baseline

WORSE = "other = pipeline(model='mistralai/Codestral-22B-v0.1')\n"
DAY, LATER = "2026-02-01", "2026-03-01"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "govscan.yaml").write_text(POLICY)
    (folder / "app.py").write_text(BAD)
    return folder


def record(tree: Path, *options: str, now: str = DAY) -> list[dict]:
    assert run(["baseline", str(tree), "--offline", "--now", now, *options]) == 0
    return yaml.safe_load((tree / ".govscan" / "baseline.yaml").read_text())["findings"]


def scanned(tree: Path, capfd: pytest.CaptureFixture[str], now: str = LATER) -> tuple[int, dict]:
    return scan_json(tree, capfd, "--offline", "--now", now)


def verdicts(report: dict, verdict: str) -> set[tuple[str, str]]:
    return {(each["rule"], each["model"]) for each in report["findings"] if each["verdict"] == verdict}


def test_what_was_there_fails_nothing_and_ages(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert scanned(tree, capfd)[0] == 1
    assert {row["rule"] for row in record(tree)} >= {"commercial-use"}
    code, report = scanned(tree, capfd)
    assert code == 0
    (held,) = [each for each in report["findings"] if each["rule"] == "commercial-use"]
    assert held["verdict"] == "baselined"
    assert held["message"].startswith("in the baseline since 2026-02-01 (28 days), was fail: ")
    assert report["summary"]["baselined"] >= 1
    run(["scan", str(tree), "--offline", "--now", LATER])
    assert "in the baseline" in capfd.readouterr().out


def test_another_model_in_the_same_file_fails(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    record(tree)
    (tree / "app.py").write_text(WORSE + BAD + "\n\n" + WORSE)
    code, report = scanned(tree, capfd)
    assert code == 1
    assert ("commercial-use", "huggingface:mistralai/Codestral-22B-v0.1") in verdicts(report, "fail")
    assert ("commercial-use", "huggingface:Qwen/Qwen2.5-Coder-3B-Instruct") in verdicts(report, "baselined")


def test_moved_lines_and_files_stay_covered(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    record(tree)
    (tree / "app.py").unlink()
    (tree / "moved.py").write_text("# a line\n" * 9 + BAD)
    assert scanned(tree, capfd)[0] == 0


def test_another_context_is_not_covered(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    record(tree)
    (tree / "govscan.yaml").write_text(POLICY.replace("all:", "everything:"))
    assert scanned(tree, capfd)[0] == 1


def test_another_license_is_a_new_finding(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "app.py").write_text(BAD.replace("Qwen/Qwen2.5-Coder-3B-Instruct", "acme/small"))
    rule = "{id: allowed-licenses, level: error, require: {license.concluded: {in: [MIT]}}}"
    (tree / "govscan.yaml").write_text(f"{POLICY}rules:\n  - {rule}\n")
    hub.add("acme/small", {"README.md": "---\nlicense: cc-by-nc-4.0\n---\n# A\n", "model.safetensors": b"x"})
    assert run(["baseline", str(tree), "--now", DAY]) == 0
    assert scan_json(tree, capfd, "--now", LATER)[0] == 0
    hub.add("acme/small", {"README.md": "---\nlicense: cc-by-nc-nd-4.0\n---\n# A\n", "model.safetensors": b"x"})
    code, report = scan_json(tree, capfd, "--now", LATER)
    assert code == 1
    assert verdicts(report, "fail") == {("allowed-licenses", "huggingface:acme/small")}


def test_what_is_gone_is_warned_of_and_pruned(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = record(tree)
    (tree / "app.py").write_text("# nothing\n")
    code, report = scanned(tree, capfd)
    assert code == 0
    assert sum("no longer occurs" in line for line in report["warnings"]) == len(before)
    assert record(tree, "--prune", now=LATER) == []


def test_prune_adds_nothing_and_days_stay(tree: Path) -> None:
    first = record(tree)
    (tree / "app.py").write_text(BAD + WORSE)
    assert record(tree, "--prune", now=LATER) == first
    more = record(tree, now=LATER)
    assert {str(row["since"]) for row in more} == {DAY, LATER}
    assert record(tree, now=LATER) == more


def test_each_entry_covers_one_finding(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A second revision of a model is a second model to look at."""
    record(tree)
    (tree / "app.py").write_text(BAD + "more = pipeline(model='Qwen/Qwen2.5-Coder-3B-Instruct', revision='dev')\n")
    assert scanned(tree, capfd)[0] == 1


def test_a_rejection_beats_the_baseline(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    record(tree)
    (tree / ".govscan" / "reviews.yaml").write_text(
        "govscan_reviews: 1\ncriteria: {security: {}}\nreviews:\n"
        "  - {id: R-1, model: Qwen/Qwen2.5-Coder-3B-Instruct, criteria: [security], verdict: rejected,\n"
        "     reviewer: {name: Risk, id: 'github:risk'}, date: 2026-01-15, expires: 2026-12-31}\n"
    )
    assert scanned(tree, capfd)[0] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("findings: []\n", "does not say `govscan_baseline: 1`"),
        ("govscan_baseline: 1\nfindigns: []\n", "did you mean"),
        ("govscan_baseline: 1\nfindings:\n  - {rule: a}\n", "fingerprint"),
        (
            "govscan_baseline: 1\nfindings:\n"
            "  - {rule: a, model: b, fingerprint: x, grounds: 00000000000000000000000000000000, since: 2026-01-01}\n",
            "fingerprint of an entry of the baseline must be 32 hex digits",
        ),
        (
            "govscan_baseline: 1\nfindings:\n"
            "  - {rule: a, model: b, fingerprint: 11111111111111111111111111111111,\n"
            "     grounds: 00000000000000000000000000000000, since: 2026-02-31}\n",
            ".govscan/baseline.yaml:4",
        ),
    ],
)
def test_mistakes_have_their_place(text: str, said: str, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / ".govscan").mkdir()
    (tree / ".govscan" / "baseline.yaml").write_text(text)
    assert run(["scan", str(tree), "--offline"]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert ".govscan/baseline.yaml:" in err


def test_the_file_reads_back(tree: Path) -> None:
    rows = record(tree)
    schema = json.loads((schemas_folder() / "baseline.schema.json").read_text(encoding="utf-8"))
    plain = yaml.load((tree / ".govscan" / "baseline.yaml").read_text(), yaml.BaseLoader) | {"govscan_baseline": 1}
    jsonschema.validate(plain, schema)
    entries = load_baseline(tree / ".govscan" / "baseline.yaml", ".govscan/baseline.yaml")
    assert [entry.fingerprint for entry in entries] == [row["fingerprint"] for row in rows]
