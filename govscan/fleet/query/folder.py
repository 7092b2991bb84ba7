"""The folder of a finished run as a database that can only be read.

DuckDB sees the three Parquet files of the folder (and of a second one, where two runs are compared) and nothing else:
no other file, no network, no extension, and no setting can be changed back. Only statements that select are carried
out, so that not even those three files can be written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from govscan.errors import GovscanError
from govscan.fleet.names import needed
from govscan.regions import countries, known_names
from govscan.regions.groups import SYNONYMS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "models": ("id", "provider", "row", "verdict", "license.concluded", "absent", "unknown", "base_models"),
    "findings": ("id", "rule", "context", "verdict", "level", "message", "missing"),
    "problems": ("row", "id", "kind", "message"),
}
"""The tables, and columns by which they are recognized."""

_CHANGED: Final = files("govscan.fleet.query").joinpath("changed.sql")
"""The verdict of each model in both runs, and what became of it: what questions about two runs have in common."""

BATCH: Final = 10_000


class Answer(Struct, frozen=True):
    """A question that is carried out when its rows are asked for."""

    connection: Any
    statement: Any
    arguments: Mapping[str, Any]

    def fetched(self) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The names of the columns, and the rows one by one; they come from DuckDB in batches.

        Raises:
            GovscanError: the statement cannot be carried out, or reaches for what it may not have; also while rows
                are read.
        """
        with _plain_errors():
            self.connection.execute(self.statement, dict(self.arguments))
            return tuple(column[0] for column in self.connection.description), self._rows()

    def batches(self) -> Any:
        """The same as a `pyarrow.RecordBatchReader`.

        Raises:
            GovscanError: as above.
        """
        with _plain_errors():
            return self.connection.sql(self.statement, params=dict(self.arguments)).to_arrow_reader(BATCH)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        with _plain_errors():
            while batch := self.connection.fetchmany(BATCH):
                yield from batch


class Fleet(Struct, frozen=True):
    """An open folder. `contexts` are those of the policy of the run, as far as the folder tells."""

    folder: Path
    connection: Any
    contexts: tuple[str, ...]

    def select(self, sql: str, arguments: Mapping[str, Any] | None = None) -> Answer:
        """An answer to one statement that selects.

        Raises:
            GovscanError: it is not one, or it is not SQL.
        """
        import duckdb

        with _plain_errors():
            statements = self.connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise GovscanError("only one statement that selects is carried out: a run can be read, not changed")
        return Answer(self.connection, statements[0], arguments or {})


@contextmanager
def open_fleet(folder: Path, before: Path | None = None) -> Iterator[Fleet]:
    """Open the results of a run; `before` are those of another run to compare with.

    Raises:
        GovscanError: DuckDB is not installed, or a folder does not hold the results of a finished run.
    """
    needed("duckdb", "fleet")
    import duckdb

    paths = {f"{prefix}{table}": path for prefix, place in (("", folder), ("before_", before)) if place is not None
             for table, path in _files(place).items()}  # fmt: skip
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute("CREATE TABLE places (name VARCHAR, country VARCHAR)")
        connection.execute("INSERT INTO places SELECT unnest($names), unnest($countries)", _places())
        connection.execute("CREATE TABLE contexts (name VARCHAR)")
        connection.execute("SET temp_directory = ''")
        connection.execute(f"SET allowed_paths = [{', '.join(_quoted(str(path)) for path in paths.values())}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        for view, path in paths.items():
            _view(connection, view, path)
        if before is not None:
            connection.execute(f"CREATE VIEW changed AS {_CHANGED.read_text('utf-8')}")
        contexts = _contexts(folder, connection)
        connection.execute("INSERT INTO contexts SELECT unnest($contexts)", {"contexts": list(contexts)})
        yield Fleet(folder, connection, contexts)


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise GovscanError(f"{folder}: not a folder; give the one that `govscan fleet SOURCE -o` wrote")
    found = {table: Path(os.path.realpath(folder / f"{table}.parquet")) for table in TABLES}
    missing = [f"{table}.parquet" for table, path in found.items() if not path.is_file()]
    if missing:
        raise GovscanError(f"{folder}: not the results of a finished run: it lacks {', '.join(missing)}")
    return found


def _view(connection: DuckDBPyConnection, view: str, path: Path) -> None:
    """Raises: GovscanError."""
    import duckdb

    try:
        connection.execute(f"CREATE VIEW {view} AS FROM read_parquet({_quoted(str(path))})")
        columns = {row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()}
    except duckdb.Error as error:
        raise GovscanError(f"{path}: cannot be read as Parquet: {_sentence(error)}") from error
    missing = [column for column in TABLES[view.removeprefix("before_")] if column not in columns]
    if missing:
        raise GovscanError(f"{path}: not a table of a fleet: the column {missing[0]} is missing")


def _places() -> dict[str, list[str]]:
    """Every name of a place beside each of its countries, for the table `places`."""
    names = (*known_names(), *SYNONYMS)
    pairs = [(name, country) for name in names for country in sorted(countries(name) or ())]
    return {"names": [name for name, _ in pairs], "countries": [country for _, country in pairs]}


def _contexts(folder: Path, connection: DuckDBPyConnection) -> tuple[str, ...]:
    """The contexts that the run names, or those that findings name."""
    try:
        said = json.loads((folder / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        said = {}
    named = said.get("contexts") if isinstance(said, dict) else None
    if isinstance(named, Sequence) and not isinstance(named, str) and all(isinstance(each, str) for each in named):
        return tuple(named)
    with _plain_errors():
        rows = connection.execute("SELECT DISTINCT context FROM findings WHERE context IS NOT NULL ORDER BY 1")
        return tuple(row[0] for row in rows.fetchall())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _plain_errors() -> Iterator[None]:
    """DuckDB's errors as misuse, in a sentence."""
    import duckdb

    try:
        yield
    except duckdb.PermissionException as error:
        raise GovscanError(f"a question reads the tables of the run and nothing else: {_sentence(error)}") from error
    except duckdb.Error as error:
        raise GovscanError(f"the question cannot be answered: {_sentence(error)}") from error


def _sentence(error: Exception) -> str:
    return " ".join(line.strip() for line in str(error).splitlines() if line.strip())[:500]
