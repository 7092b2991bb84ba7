"""Past audits in a file: figures over time, questions, and a file that is not what it should be."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
import sample
from fakes.hub import isolate
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from scanning import ALLOWED as GOOD
from scanning import FORBIDDEN as BAD
from scanning import TEAM_POLICY as POLICY

from govscan.cli import run
from govscan.errors import GovscanError, InvalidInput
from govscan.facts import ABSENT, Fact, Unknown
from govscan.history import ask, open_history, select
from govscan.history.store import _row, fact_of
from govscan.report import Moment

SAMPLE = sample.sample()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "audits.db"
    with open_history(path, write=True) as history:
        history.add(replace(SAMPLE, now="2026-10-01", models=SAMPLE.models[:3], findings=()))
        history.add(SAMPLE)
    return path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.py").write_text(GOOD)
    (tmp_path / "shop" / "govscan.yaml").write_text(POLICY)
    return tmp_path


def test_figures_over_time(file: Path) -> None:
    with open_history(file) as history:
        assert [past.repository for past in history.audits()] == ["https://github.com/acme/shop"] * 2
        assert history.trend(SAMPLE) == (Moment("2026-10-01", 3, 0, 0, 0), Moment("2026-11-01", 7, 4, 2, 1))
        assert history.trend(replace(SAMPLE, checkout=None)) == (Moment("2026-11-01", 7, 4, 2, 1),)
        assert history.trend(replace(SAMPLE, now="2026-10-15"))[0].day == "2026-10-01"


def test_the_same_day_is_kept_once(file: Path) -> None:
    with open_history(file, write=True) as history:
        history.add(replace(SAMPLE, findings=()))
        assert [past.moment.errors for past in history.audits()] == [0, 0]
        (left,) = history.connection.execute("SELECT count(*) FROM models").fetchone()
        assert left == 3 + 7
        assert history.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_who_uses_a_model_that_excludes_the_eu(file: Path) -> None:
    with open_history(file) as history:
        answer = ask(history, ["license.territory_excluded: {contains: EU}"])
        assert [hit.model for hit in answer.hits] == ["huggingface:meta-llama/Llama-4-Scout"]
        assert answer.hits[0].places[0] == "deploy/values.yaml:8"
        assert "license-territory" in answer.hits[0].open_rules
        assert answer.asked == 7
        assert len(answer.undecided) == 5
        assert answer.undecided[0].missing == ("license.territory_excluded",)
        both = ask(history, ["license.territory_excluded: {contains: EU}", "model.access: {is: hosted-api}"])
        assert both.hits == ()
        assert len(ask(history, ["model.access: {is: hosted-api}"], all_days=True).hits) == 1 + len(
            ask(history, ["model.access: {is: hosted-api}"]).hits
        )


@pytest.mark.parametrize(
    "text", ["", "[1]", "EU", "a: {is: b}", "license.territory_excluded: EU", "{", "model.access: {}"]
)
def test_what_is_no_condition(text: str, file: Path) -> None:
    with open_history(file) as history, pytest.raises(InvalidInput, match="--where:1"):
        ask(history, [text])


def test_sql_can_read(file: Path) -> None:
    with open_history(file) as history:
        columns, rows = select(history, "SELECT rule, count(*) AS n FROM findings GROUP BY rule ORDER BY rule")
    assert columns == ("rule", "n")
    assert ("license-territory", 2) in rows


@pytest.mark.parametrize(
    "question",
    [
        "DELETE FROM audits",
        "UPDATE audits SET day = ''",
        "ATTACH '/tmp/other.db' AS other",
        "PRAGMA writable_schema = ON",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM audits",
        "CREATE TABLE x (y)",
        "VACUUM INTO '/tmp/x.db'",
        "nonsense",
        "",
    ],
)
def test_sql_can_do_nothing_else(question: str, file: Path) -> None:
    before = file.read_bytes()
    with open_history(file) as history, pytest.raises(GovscanError, match="--sql"):
        select(history, question)
    assert file.read_bytes() == before


def test_sql_that_never_ends(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govscan.limits.QUESTION_SECONDS", 0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with open_history(file) as history, pytest.raises(GovscanError, match="interrupted"):
        select(history, endless)
    monkeypatch.setattr("govscan.limits.QUESTION_ROWS", 5)
    with open_history(file) as history, pytest.raises(GovscanError, match="LIMIT"):
        select(history, "SELECT * FROM facts")


@given(
    st.one_of(st.text(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False),
              st.lists(st.text(), max_size=4).map(tuple), st.just(ABSENT), st.text().map(Unknown))
)  # fmt: skip
def test_facts_come_out_as_they_went_in(value: object) -> None:
    found = fact_of(*_row(Fact("license.concluded", value))[:3])  # type: ignore[arg-type]
    plain = value.reason if isinstance(value, Unknown) else value
    if not isinstance(plain, str) or plain.encode("utf-8", "replace").decode() == plain:
        assert repr(found.value) == repr(value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no database at all, but long enough to look at" * 40, "not a database"), (b"", "is no history")],
)
def test_a_file_that_is_no_history(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(GovscanError, match=message), open_history(tmp_path / "x.db"):
        pass


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db")
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    for write in (False, True):
        with pytest.raises(GovscanError, match="is no history"), open_history(tmp_path / "x.db", write=write):
            pass


def test_a_history_of_another_version(file: Path) -> None:
    other = sqlite3.connect(file)
    other.execute("PRAGMA user_version = 9")
    other.close()
    with pytest.raises(GovscanError, match="another version"), open_history(file):
        pass


def test_nothing_is_kept_when_something_fails(file: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_history(file, write=True) as history:
        history.add(replace(SAMPLE, now="2026-12-01"))
        _ = 1 / 0
    with open_history(file) as history:
        assert len(history.audits()) == 2


def test_an_audit_is_added_and_shows_the_trend(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["audit", str(tree / "shop"), "--history", str(tree / "past.db"), "--offline", "--format", "html,json"]
    assert run([*words, "-o", str(tree / "one"), "--now", "2026-02-01"]) == 0
    assert "Past audits" not in (tree / "one" / "report.html").read_text()
    (tree / "shop" / "app.py").write_text(BAD)
    assert run([*words, "-o", str(tree / "two"), "--now", "2026-03-01"]) == 1
    assert "Past audits" in (tree / "two" / "report.html").read_text()
    assert run([*words, "-o", str(tree / "three"), "--now", "2026-03-01"]) == 1
    for name in ("report.html", "report.json", "manifest.json"):
        assert (tree / "three" / name).read_bytes() == (tree / "two" / name).read_bytes()
    capfd.readouterr()
    assert run(["history", str(tree / "past.db")]) == 0
    shown = capfd.readouterr().out
    assert [line.split()[:2] for line in shown.splitlines()[1:]] == [["shop", "2026-02-01"], ["shop", "2026-03-01"]]


def test_reports_that_cannot_be_written_are_not_kept(tree: Path) -> None:
    (tree / "file").write_text("x")
    words = [
        "audit",
        str(tree / "shop"),
        "--history",
        str(tree / "past.db"),
        "--offline",
        "-o",
        str(tree / "file" / "x"),
    ]
    assert run(words) == 2
    with pytest.raises(GovscanError, match="is no history"), open_history(tree / "past.db"):
        pass


def test_answers_for_programs(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    where = ["history", str(file), "--where", "license.territory_excluded: {contains: EU}"]
    assert run([*where, "--format", "json"]) == 3
    rows = json.loads(capfd.readouterr().out)
    assert [row["holds"] for row in rows] == [True, *[False] * 5]
    assert run([*where, "--format", "csv"]) == 3
    table = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert table[0]["model"] == "huggingface:meta-llama/Llama-4-Scout"
    assert run(where) == 3
    shown = capfd.readouterr().out
    assert shown.splitlines()[-1] == "1 of 7 models; of 5 it cannot be said"
    assert shown.replace("\n", "").isprintable()
    assert run(["history", str(file), "--sql", "SELECT '=cmd|' AS x, NULL AS y", "--format", "csv"]) == 0
    assert capfd.readouterr().out == "x,y\n'=cmd|,\n"


@pytest.mark.parametrize(
    "words", [["nowhere.db"], [], ["x.db", "--where", "a: {is: b}", "--sql", "SELECT 1"], ["x.db", "--format", "xml"]]
)
def test_misuse(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["history", *words]) == 2
    assert "Traceback" not in capfd.readouterr().err
    assert not list(tmp_path.iterdir())
