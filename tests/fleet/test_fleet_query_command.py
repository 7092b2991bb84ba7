"""`govscan fleet query` on the command line: formats, limits, hostile cells, bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fakes.fleet_run import write_run

from govscan.cli import run as govscan
from govscan.fleet.query import QUESTIONS

HOSTILE = "\x1b[2J=cmd|'/C calc'!A1\u202egnp.exe"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    models = [{"id": f"org/model-{at:03}", "license.concluded": "MIT"} for at in range(60)]
    return write_run(tmp_path / "run", models)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    models = [
        {
            "id": HOSTILE,
            "license.declared": "=1+1",
            "license.detected": "MIT",
            "license.conflict": ["@SUM(A1)", "b\nc"],
        },
        {"id": "x" * 500, "license.declared": "\tMIT", "license.detected": "MIT"},
    ]
    return write_run(tmp_path / "hostile", models)


def test_the_list_shows_every_question_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert govscan(["fleet", "query", "--list"]) == 0
    out = capsys.readouterr().out
    for question in QUESTIONS:
        assert f"{question.name}\n    {question.description}\n" in out
        for parameter in question.parameters:
            assert f"    {parameter.name}=...  {parameter.description}" in out


def test_a_table_is_cut_and_says_so(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT id FROM models ORDER BY id"
    assert govscan(["fleet", "query", str(run), "--sql", sql]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 51
    assert "only the first 50 rows are shown; --limit 0 shows all" in said.err
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--limit", "0"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 61
    assert said.err == ""
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--limit", "60"]) == 0
    assert capsys.readouterr().err == ""


def test_json_and_csv_hold_the_same_rows(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT id, row, base_models, unknown['license.detected'] AS why, null AS nothing FROM models ORDER BY id"
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--format", "json", "--limit", "2"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[1] == {
        "id": "org/model-001", "row": 1, "base_models": [], "why": "nothing that was read says so", "nothing": None,
    }  # fmt: skip
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--format", "csv"]) == 0
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == 61
    assert lines[2] == ["org/model-001", "1", "", "nothing that was read says so", ""]
    assert govscan(["fleet", "query", str(run), "--sql", "SELECT id FROM models WHERE false", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_maps_and_lists_are_readable(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT ['a', 'b'] AS list, MAP {'k': 'v', 'l': 'w'} AS map, 1.5 AS number, true AS flag"
    assert govscan(["fleet", "query", str(run), "--sql", sql]) == 0
    assert capsys.readouterr().out.splitlines()[1].split("  ")[0] == "a; b"
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "a; b,k: v; l: w,1.5,true"


@pytest.mark.parametrize("format_", ["table", "csv", "json", "parquet"])
def test_every_format_goes_to_a_file(
    run: Path, tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "answer"
    words = ["fleet", "query", str(run), "families-by-publisher", "--format", format_, "-o", str(target)]
    assert govscan(words) == 0
    assert capsys.readouterr().out == ""
    content = target.read_bytes()
    assert b"org" in content
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    if format_ == "parquet":
        rows = pq.read_table(target).to_pylist()
        assert rows == [{"publisher": "org", "family": "(not known)", "models": 60, "failing": 0, "undecided": 0}]


def test_parquet_keeps_to_the_limit(run: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.parquet"
    sql = "SELECT id FROM models ORDER BY id"
    assert (
        govscan(["fleet", "query", str(run), "--sql", sql, "--format", "parquet", "--limit", "7", "-o", str(target)])
        == 0
    )
    assert pq.read_table(target).column("id").to_pylist() == [f"org/model-{at:03}" for at in range(7)]


def test_hostile_cells_cannot_steer_a_terminal_or_a_spreadsheet(
    hostile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert govscan(["fleet", "query", str(hostile), "label-against-text"]) == 0
    table = capsys.readouterr().out
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert "\\x1b[2J" in table
    assert max(map(len, table.splitlines())) < 400
    assert govscan(["fleet", "query", str(hostile), "label-against-text", "--format", "csv"]) == 0
    page = capsys.readouterr().out
    cells = [cell for line in csv.reader(io.StringIO(page)) for cell in line]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert "'=1+1" in cells
    assert "'@SUM(A1); b\\nc" in cells
    assert "\x1b" not in page
    assert govscan(["fleet", "query", str(hostile), "label-against-text", "--format", "json"]) == 0
    page = capsys.readouterr().out
    assert page.isascii()
    assert json.loads(page)[0]["model"] == HOSTILE


def test_hostile_column_names_are_escaped(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = 'SELECT 1 AS "=x\x1b[2J"'
    assert govscan(["fleet", "query", str(run), "--sql", sql]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert govscan(["fleet", "query", str(run), "--sql", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("'=x\\x1b[2J")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no-such-folder", "rules"], "not a folder"),
        (["{empty}", "rules"], "not the results of a finished run: it lacks models.parquet, findings.parquet"),
        (["{text}", "rules"], "cannot be read as Parquet"),
        (["{foreign}", "rules"], "not a table of a fleet: the column"),
        (["{run}", "license-drfit"], "Did you mean 'license-drift'?"),
        (["{run}", "xyzzy"], "no question is called 'xyzzy'"),
        (["{run}", "territory"], "territory needs country=..."),
        (["{run}", "territory", "country=Atlantis"], "no country, group or cloud region"),
        (["{run}", "territory", "country=westeurop"], "Did you mean 'westeurope'?"),
        (["{run}", "territory", "country=DE", "country=FR"], "given twice"),
        (["{run}", "territory", "counrty=DE"], "Did you mean 'country'?"),
        (["{run}", "territory", "DE"], "'DE' is not NAME=VALUE"),
        (["{run}", "territory", "country="], "is not NAME=VALUE"),
        (["{run}", "rules", "country=DE"], "rules takes no parameter"),
        (["{run}", "license-drift", "generations=0"], "not a whole number from 1 to 50"),
        (["{run}", "license-drift", "generations=1e3"], "not a whole number"),
        (["{run}", "license-drift", "generations=99999999999999999999"], "not a whole number"),
        (["{run}", "license-drift", "change=losened"], "Did you mean 'loosened'?"),
        (["{run}", "context-use", "context=prodution"], "Did you mean 'production'?"),
        (["{run}", "policy-change", "before=nowhere"], "nowhere: not a folder"),
        (["{run}", "--sql", "DROP VIEW models"], "only one statement that selects"),
        (["{run}", "--sql", "FROM read_text('/etc/passwd')"], "reads the tables of the run and nothing else"),
        (["{run}", "rules", "--sql", "SELECT 1"], "one of the two"),
        (["{run}"], "ask a question by its name"),
        ([], "which results?"),
        (["{run}", "rules", "--format", "parquet"], "--format parquet needs -o FILE"),
        (["{run}", "rules", "--format", "xlsx"], "is not one of"),
        (["{run}", "rules", "--limit", "-1"], "Invalid value for '--limit'"),
        (["{run}", "rules", "-o", "no/such/folder/x.csv"], "cannot be written"),
    ],
)
def test_bad_input_is_named(
    run: Path, tmp_path: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    text = write_run(tmp_path / "text", [])
    (text / "findings.parquet").write_text("no parquet", "utf-8")
    foreign = write_run(tmp_path / "foreign", [])
    (foreign / "models.parquet").write_bytes((foreign / "problems.parquet").read_bytes())
    places = {"run": run, "empty": tmp_path / "empty", "text": text, "foreign": foreign}
    assert govscan(["fleet", "query", *(word.format_map(places) for word in words)]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_truncated_table_is_named(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models = run / "models.parquet"
    models.write_bytes(models.read_bytes()[:-100])
    assert govscan(["fleet", "query", str(run), "rules"]) == 2
    assert "models.parquet: cannot be read as Parquet" in capsys.readouterr().err


def test_a_failed_answer_leaves_no_file(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "answer.csv"
    target.write_text("of yesterday", "utf-8")
    assert govscan(["fleet", "query", str(run), "--sql", "SELECT id::INTEGER FROM models", "-o", str(target)]) == 2
    assert "cannot be answered" in capsys.readouterr().err
    assert target.read_text("utf-8") == "of yesterday"
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
