"""The file itself: its tables, and one transaction for each audit.

A repository has one entry a day: the same audit twice leaves the same figures.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from govscan.errors import GovscanError
from govscan.facts import ABSENT, Fact, Unknown, Value
from govscan.render.arrange import counts
from govscan.report import Model, Moment, Report

APPLICATION: Final = 0x676F7673
"""What marks the file as govscan's, in the header that SQLite keeps for it."""

VERSION: Final = 1
WAIT: Final = 30.0
"""Seconds to wait for another process that writes."""

_TABLES: Final = """
CREATE TABLE audits (
  id INTEGER PRIMARY KEY,
  repository TEXT NOT NULL,
  day TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  policy_sha256 TEXT NOT NULL,
  tool TEXT NOT NULL,
  offline INTEGER NOT NULL,
  exit_code INTEGER NOT NULL,
  models INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  UNIQUE (repository, day)
);
CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  audit INTEGER NOT NULL REFERENCES audits ON DELETE CASCADE,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  name TEXT NOT NULL,
  purl TEXT,
  contexts TEXT NOT NULL
);
CREATE INDEX models_by_audit ON models (audit);
CREATE TABLE facts (
  model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  fact TEXT NOT NULL,
  value TEXT,
  unknown TEXT,
  source TEXT NOT NULL,
  PRIMARY KEY (model, fact)
) WITHOUT ROWID;
CREATE TABLE uses (
  model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  path TEXT NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX uses_by_model ON uses (model);
CREATE TABLE findings (
  model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  context TEXT NOT NULL,
  rule TEXT NOT NULL,
  verdict TEXT NOT NULL,
  level TEXT NOT NULL,
  owner TEXT NOT NULL,
  message TEXT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX findings_by_model ON findings (model);
CREATE VIEW latest AS
  SELECT * FROM audits AS one
  WHERE day = (SELECT max(day) FROM audits AS other WHERE other.repository = one.repository);
"""
_OPEN: Final = "SELECT id FROM audits WHERE repository = ? AND day = ?"


class Past(Struct, frozen=True):
    """One audit as the file has it."""

    id: int
    repository: str
    moment: Moment
    exit_code: int
    commit: str
    policy: str


class History:
    """An open file of past audits."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def audits(self, repository: str | None = None) -> tuple[Past, ...]:
        """Every audit, or those of one repository; the oldest first."""
        rows = self.connection.execute(
            "SELECT id, repository, day, models, errors, undecided, warnings, exit_code, commit_id, policy FROM audits "
            "WHERE ?1 IS NULL OR repository = ?1 ORDER BY repository, day",
            (repository,),
        )
        return tuple(
            Past(row[0], row[1], Moment(*row[2:7]), exit_code=row[7], commit=row[8], policy=row[9]) for row in rows
        )

    def trend(self, report: Report) -> tuple[Moment, ...]:
        """The audits of a report's repository up to its day, this one last."""
        now = moment_of(report)
        before = (past.moment for past in self.audits(repository_of(report)) if past.moment.day < now.day)
        return (*before, now)

    def add(self, report: Report) -> None:
        """Keep a report; one of the same repository and day is replaced."""
        where, now = repository_of(report), moment_of(report)
        for (old,) in self.connection.execute(_OPEN, (where, now.day)).fetchall():
            self.connection.execute("DELETE FROM audits WHERE id = ?", (old,))
        audit = _inserted(
            self.connection,
            "audits (repository, day, commit_id, policy, policy_sha256, tool, offline, exit_code, models, errors, "
            "undecided, warnings)",
            (
                where, now.day, report.checkout.commit if report.checkout else "", _plain(report.policy.name),
                report.policy.digest, report.version, int(report.offline), report.exit_code, now.models, now.errors,
                now.undecided, now.warnings,
            ),
        )  # fmt: skip
        for model in report.models:
            self._add_model(report, model, audit)

    def _add_model(self, report: Report, model: Model, audit: int) -> None:
        identity = model.identity
        key = _inserted(
            self.connection,
            "models (audit, model, provider, name, purl, contexts)",
            (audit, *map(_plain, (str(identity), identity.provider, identity.name)),
             _plain(identity.purl or "") or None, _plain(json.dumps(model.contexts))),
        )  # fmt: skip
        many = self.connection.executemany
        many("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", ((key, *_row(said[0])) for said in _said(model)))
        places = {(reference.location.path, reference.location.line) for reference in model.references}
        many("INSERT INTO uses VALUES (?, ?, ?)", ((key, _plain(path), line) for path, line in sorted(places)))
        many(
            "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (key, *map(_plain, (each.context, each.rule, str(each.verdict), str(each.level), each.owner,
                                    each.message, each.record)))
                for each in report.by_model.get(identity, ())
            ),
        )  # fmt: skip


@contextmanager
def open_history(path: Path, *, write: bool = False) -> Iterator[History]:
    """The file, read-only unless `write`, which makes it where it is not there. What was added is kept when the block
    ends well, and nothing of it otherwise.

    Raises:
        GovscanError: there is no such file, it is not one of these, or it cannot be written.
    """
    if not write and not path.is_file():
        raise GovscanError(f"{path}: there is no such history (an audit writes one with --history {path})")
    try:
        address = f"{path.resolve().as_uri()}?mode={'rwc' if write else 'ro'}"
        connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
    except (sqlite3.Error, ValueError) as error:
        raise GovscanError(f"{path}: the history cannot be opened: {error}") from error
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if write:
            connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, path, write)
        yield History(connection, path)
        if write:
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise GovscanError(f"{path}: the history cannot be used: {error}") from error
    finally:
        connection.close()  # without COMMIT nothing of this run is kept


def repository_of(report: Report) -> str:
    """What a repository is known by: the address that its commit comes from, else the name of the scanned folder."""
    checkout = report.checkout
    if checkout is None or not checkout.address:
        return _plain(report.root)
    return _plain(f"{checkout.address}/{checkout.prefix}".rstrip("/"))


def moment_of(report: Report) -> Moment:
    """The figures of a report."""
    found = counts(report)
    return Moment(report.now, found.models, found.errors, found.undecided, found.warnings)


def fact_of(name: str, value: str | None, unknown: str | None) -> Fact:
    """A fact as the file has it."""
    if value is None:
        return Fact(name, Unknown("not on record" if unknown is None else unknown), None)
    read: Any = json.loads(value)
    found: Value = ABSENT if read is None else tuple(read) if isinstance(read, list) else read
    return Fact(name, found, None)


def _prepare(connection: sqlite3.Connection, path: Path, write: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if write and not tables and not application:
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif application != APPLICATION:
        raise GovscanError(f"{path}: is no history of govscan")
    elif version != VERSION:
        raise GovscanError(f"{path}: is a history of another version of govscan ({version}; this one has {VERSION})")


def _inserted(connection: sqlite3.Connection, table: str, values: Sequence[Any]) -> int:
    marks = ", ".join("?" * len(values))
    row = connection.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(values))  # noqa: S608 - names of this file
    assert row.lastrowid is not None
    return row.lastrowid


def _said(model: Model) -> list[tuple[Fact, ...]]:
    return [said for said in model.facts.statements.values() if said]


def _row(fact: Fact) -> tuple[str, str | None, str | None, str]:
    source = _plain(str(fact.source)) if fact.source is not None else ""
    if isinstance(fact.value, Unknown):
        return (fact.name, None, _plain(fact.value.reason), source)
    value = None if fact.value is ABSENT else fact.value
    return (fact.name, json.dumps(value), None, source)


def _plain(text: str) -> str:
    """Text that UTF-8 can write."""
    return text.encode("utf-8", "backslashreplace").decode()
