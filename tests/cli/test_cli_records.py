"""`approve`, `waive` and `reviews`, as a person or a script uses them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.cli import run
from govscan.errors import GovscanError
from govscan.evaluate import load_ledger
from govscan.evaluate.record_file import next_id, with_record, without_records
from govscan.marked import parse_yaml

SHA = "0123456789abcdef0123456789abcdef01234567"
POLICY = """\
govscan: 1
rules:
  - {id: reviewed, level: error, review: {criteria: security-review, pin: revision}}
  - {id: remote, level: error, require: {model.provider: {is: ollama}}}
"""
NOW = ("--now", "2026-11-24")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that pins one model, and a person that git knows."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = Model Risk\nemail = risk@example.com\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "govscan.yaml").write_text(POLICY, encoding="utf-8")
    code = f"from transformers import AutoModel\nAutoModel.from_pretrained('org/name', revision='{SHA}')\n"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    return tmp_path


def verdicts(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    capsys.readouterr()
    run(["scan", ".", "--offline", "--format", "json", *NOW])
    return {one["rule"]: one["verdict"] for one in json.loads(capsys.readouterr().out)["findings"]}


def test_an_approval_is_written_once_and_counts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verdicts(capsys)["reviewed"] == "fail"
    words = ["approve", "org/name", "-c", "security-review", "--days", "365", *NOW]
    assert run(words) == 0
    (review,) = load_ledger(tree).reviews
    assert (review.id, review.model, review.revision) == ("REV-2026-001", "pkg:huggingface/org/name", SHA)
    assert (review.reviewer, review.expires.isoformat()) == ("Model Risk (email:risk@example.com)", "2027-11-24")
    assert verdicts(capsys)["reviewed"] == "pass"
    assert run(words) == 2
    assert "REV-2026-001 says the same" in capsys.readouterr().err
    assert len(load_ledger(tree).reviews) == 1


def test_a_waiver_is_written_and_counts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["waive", "org/name", "--rule", "remote", "--reason", "mitigated", "--statement", "We: know", *NOW]
    assert run([*words, "--days", "30"]) == 0
    (waiver,) = load_ledger(tree).waivers
    assert (waiver.id, waiver.model) == ("W-001", f"pkg:huggingface/org/name@{SHA}")
    assert (waiver.statement, waiver.approver) == ("We: know", "email:risk@example.com")
    assert verdicts(capsys)["remote"] == "waived"
    assert run([*words, "--days", "30"]) == 2
    assert "W-001 accepts it until 2026-12-24" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["approve", "org/name", "--days", "9"], "missing: --criteria"),
        (["approve", "org/name", "-c", "x"], "missing: --expires"),
        (["approve", "org/nam", "-c", "x", "--days", "9"], "did you mean 'org/name'?"),
        (["approve", "org/name", "-c", "x", "--days", "9", "--expires", "2027-01-01"], "exclude each other"),
        (["approve", "org/name", "-c", "x", "--days", "9", "--delta", "abc"], "--delta is FROM..TO"),
        (["approve", "org/name", "-c", "x", "--days", "9", "--revision", "main"], "40 hex digits"),
        (["approve", "org/name", "-c", "x", "--days", "9", "--any-revision", "--revision", SHA], "one of --revision"),
        (["approve", "org/*", "-c", "x", "--days", "9"], "is not a model"),
        (["approve", "org/name", "-c", "x", "--days", "9", "--verdict", "conditional"], "missing: --conditions"),
        (["waive", "org/name"], "missing: --rule, --reason, --statement, --expires"),
        (["waive", "org/name", "--rule", "remot", "--reason", "mitigated", "--statement", "s", "--days", "9"],
         "did you mean 'remote'?"),
        (["waive", "org/name", "--rule", "remote", "--reason", "because", "--days", "9"], "'because' is not one of"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(tree: Path, capsys, words: list[str], says: str) -> None:
    assert run([*words, *NOW]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert not list((tree / ".govscan").glob("*")) if (tree / ".govscan").exists() else True


def test_a_revision_that_nobody_knows_is_asked_for(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "app.py").write_text("from transformers import AutoModel\nAutoModel.from_pretrained('org/name')\n")
    words = ["approve", "org/name", "-c", "security-review", "--days", "9", *NOW]
    assert run(words) == 2
    assert "nobody knows which revision is in use" in capsys.readouterr().err
    assert run([*words, "--any-revision", "--verdict", "rejected"]) == 0
    assert load_ledger(tree).reviews[0].revision is None


def test_a_model_that_is_not_used_yet_needs_a_word(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["approve", f"org/new@{SHA}", "-c", "security-review", "--days", "9", *NOW]
    assert run(words) == 2
    assert run([*words, "--unused"]) == 0
    assert load_ledger(tree).reviews[0].model == "org/new"


def test_the_list_and_what_has_ended(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["approve", "org/name", "-c", "security-review", "--days", "400", *NOW]) == 0
    waive = ["waive", "org/name", "--rule", "remote", "--reason", "mitigated", "--statement", "=1+1", *NOW]
    assert run([*waive, "--days", "10", "--approver", "=cmd()"]) == 0
    capsys.readouterr()
    assert run(["reviews", "list", "--format", "csv", *NOW]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["kind"], row["id"], row["days"]) for row in rows] == [
        ("waiver", "W-001", "10"), ("review", "REV-2026-001", "400")
    ]  # fmt: skip
    assert rows[0]["by"] == "'=cmd()"
    assert run(["reviews", "list", "--expiring", "30d", "--format", "json", *NOW]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["W-001"]
    later = ("--now", "2026-12-05")
    assert run(["reviews", "list", "--expired", *later]) == 0
    assert "ended 1 days ago" in capsys.readouterr().out
    before = (tree / ".govscan" / "waivers.yaml").read_text()
    assert run(["reviews", "prune", *later]) == 0
    assert "-  - id: W-001" in capsys.readouterr().out
    assert (tree / ".govscan" / "waivers.yaml").read_text() == before
    assert run(["reviews", "prune", "--write", *later]) == 0
    assert load_ledger(tree).waivers == ()
    assert len(load_ledger(tree).reviews) == 1
    assert run(["reviews", "prune", "--write", *later]) == 0
    assert "nothing has ended" in capsys.readouterr().out


# --- the text of the files ----------------------------------------------------------------------------------------

FILE = """\
# Who may approve: see the wiki.
govscan_waivers: 1
waivers:
  # the first one
  - id: W-001
    statement: one   # why
  - {id: W-002, statement: two}

  # the third one
  - id: W-003
    statement: >-
      three
      lines

# the end
other: 1
"""


def test_a_record_is_appended_and_nothing_else_is_touched() -> None:
    text = with_record(FILE, "f", "govscan_waivers", "waivers", {"id": "W-004", "statement": "a: b"})
    added = '  - id: W-004\n    statement: "a: b"\n'
    assert text == FILE.replace("      lines\n", f"      lines\n{added}")


def test_records_are_taken_out_with_their_own_comments_alone() -> None:
    text = without_records(FILE, "f", "waivers", {"W-002"})
    assert text == FILE.replace("  - {id: W-002, statement: two}\n", "")
    text = without_records(FILE, "f", "waivers", {"W-001", "W-002", "W-003"})
    (node,) = parse_yaml(text)
    assert node.get("waivers").entries == ()
    assert "# the end" in text


@pytest.mark.parametrize("empty", ["waivers:\n", "waivers: []\n", "waivers: [] # none\n", "", "waivers: null\n"])
def test_a_list_that_is_empty_gets_its_first_record(empty: str) -> None:
    text = with_record(f"govscan_waivers: 1\n{empty}", "f", "govscan_waivers", "waivers", {"id": "W-1"})
    (node,) = parse_yaml(text)
    assert [entry.get("id").text for entry in node.get("waivers").entries] == ["W-1"]
    assert ("# none" in text) == ("# none" in empty)


def test_a_list_on_one_line_is_left_alone() -> None:
    with pytest.raises(GovscanError, match="add the record by hand"):
        with_record("govscan_waivers: 1\nwaivers: [{id: W-1}]\n", "f", "govscan_waivers", "waivers", {"id": "W-2"})


def test_ids_count_on() -> None:
    assert next_id("W-", []) == "W-001"
    assert next_id("W-", ["W-7", "W-009", "X-12", "W-later"]) == "W-010"


@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda text: text.strip()), min_size=1, max_size=5))
def test_any_statement_comes_back_as_it_was_written(statements: list[str]) -> None:
    text = ""
    for number, statement in enumerate(statements):
        record = {"id": f"W-{number}", "statement": " ".join(statement.split()) or "x"}
        text = with_record(text, "f", "govscan_waivers", "waivers", record)
    try:
        (node,) = parse_yaml(text)
    except ValueError:
        pytest.fail(text)
    read = [entry.get("statement").text for entry in node.get("waivers").entries]
    assert read == [" ".join(statement.split()) or "x" for statement in statements]
