"""SQL of one's own reads the tables of a run and nothing else."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import answers, selected
from fakes.fleet_run import write_run

from govscan.errors import GovscanError

SELECT_ONLY = "only one statement that selects"
NOTHING_ELSE = "a question reads the tables of the run and nothing else"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "it's [a] run", [{"id": "a/x", "license.concluded": "MIT"}, {"id": "b/y"}])


def test_tables_can_be_selected_from(run: Path) -> None:
    assert selected(run, 'SELECT id, "license.concluded" FROM models ORDER BY id') == [("a/x", "MIT"), ("b/y", None)]
    assert selected(run, "SELECT count(*) FROM findings UNION ALL SELECT count(*) FROM problems") == [(0,), (0,)]
    assert selected(run, "SELECT country FROM places WHERE name = 'DE'") == [("DE",)]
    assert selected(run, "FROM contexts") == [("production",)]
    assert ("id", "VARCHAR") in [row[:2] for row in selected(run, "DESCRIBE models")]
    assert selected(run, "SELECT unknown['license.concluded'] FROM models WHERE id = 'b/y'") == [
        ("nothing that was read says so",)
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "COPY models TO '{out}'",
        "COPY (SELECT 1) TO '{models}'",  # the one file that may be read
        "COPY models FROM '/etc/passwd'",
        "EXPORT DATABASE '{out}'",
        "IMPORT DATABASE '{out}'",
        "ATTACH '{out}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE OR REPLACE VIEW models AS SELECT 1",
        "DROP VIEW models",
        "DELETE FROM places",
        "INSERT INTO contexts VALUES ('x')",
        "UPDATE places SET country = 'DE'",
        "EXPLAIN ANALYZE COPY models TO '{out}'",
        "PREPARE it AS SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY models TO '{out}'",
        "",
        ";",
        "-- nothing",
    ],
)
def test_what_does_not_select_is_refused(run: Path, tmp_path: Path, sql: str) -> None:
    out = tmp_path / "out"
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    with pytest.raises(GovscanError, match=SELECT_ONLY):
        selected(run, sql.format(out=out, models=str(run / "models.parquet").replace("'", "''")))
    assert not out.exists()
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('/etc/passwd')",
        "FROM read_text('/etc/passwd')",
        "FROM read_blob('/etc/passwd')",
        "FROM read_json('/etc/passwd')",
        "FROM read_parquet('{other}')",
        "FROM read_parquet('{other}/../*.parquet')",
        "FROM parquet_metadata('{other}')",
        "FROM glob('/etc/*')",
        "FROM sniff_csv('/etc/passwd')",
        "FROM '{other}'",
        "SELECT * FROM query('FROM read_text(''/etc/passwd'')')",
        "SELECT (SELECT content FROM read_text('/etc/passwd')) FROM models",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/passwd'')'))",
        "FROM read_duckdb('{other}')",
        "FROM duckdb_secrets()",
        "FROM models WHERE id IN (FROM read_csv('/etc/hostname', header = false))",
    ],
)
def test_other_files_are_refused(run: Path, tmp_path: Path, sql: str) -> None:
    other = write_run(tmp_path / "other", [{"id": "secret/x"}]) / "models.parquet"
    with pytest.raises(GovscanError, match=NOTHING_ELSE):
        selected(run, sql.format(other=other))


@pytest.mark.parametrize(
    "sql",
    [
        "FROM enable_logging(storage = 'file', storage_path = '{out}')",
        "FROM enable_profiling(format = 'json', save_location = '{out}')",
        "FROM add_grammar_extension('{out}')",
    ],
)
def test_selecting_changes_no_setting(run: Path, tmp_path: Path, sql: str) -> None:
    """Functions that write where a setting says."""
    with pytest.raises(GovscanError, match="the configuration has been locked"):
        selected(run, sql.format(out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


class _Counting(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.mark.parametrize(
    "sql", ["FROM read_parquet('{url}/x.parquet')", "FROM '{url}/x.csv'", "FROM read_text('{url}/')"]
)
def test_the_network_is_not_reached(run: Path, server: str, sql: str) -> None:
    with pytest.raises(GovscanError, match=NOTHING_ELSE):
        selected(run, sql.format(url=server))
    assert _Counting.asked == 0


def test_python_variables_are_no_tables(run: Path) -> None:
    import pyarrow as pa

    secret = pa.table({"a": [1]})  # DuckDB would find it by its name in the frames of the caller
    assert secret.num_rows == 1
    with pytest.raises(GovscanError, match="cannot be answered"):
        selected(run, "FROM secret")


@pytest.mark.parametrize(
    "sql", ["SELEC 1", "SELECT nothing FROM models", "FROM nowhere", "SELECT 'a'::INTEGER", "SELECT $a"]
)
def test_wrong_sql_is_a_sentence(run: Path, sql: str) -> None:
    with pytest.raises(GovscanError, match=r"cannot be answered: \w") as caught:
        selected(run, sql)
    assert "\n" not in str(caught.value)


def test_hostile_parameters_are_values_and_no_sql(run: Path) -> None:
    assert answers(run, "descendants", "model='; DROP VIEW models; --") == []


def test_a_question_does_not_need_run_json(tmp_path: Path) -> None:
    findings = [{"id": "a/x", "rule": "r", "verdict": "fail", "context": "shop"}]
    run = write_run(tmp_path, [{"id": "a/x"}], findings, contexts=None)
    assert answers(run, "context-use", "context=shop")[0]["answer"] == "no"
    (run / "run.json").write_text("[broken", "utf-8")
    assert selected(run, "FROM contexts") == [("shop",)]
