"""Questions to past audits: a condition in the words of a policy, or SQL that can only read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from msgspec import Struct

from govscan import limits
from govscan.errors import GovscanError
from govscan.evaluate.conditions import read_condition
from govscan.evaluate.logic import weigh
from govscan.evaluate.reading import Reader, refusal
from govscan.facts import Fact, Unknown
from govscan.finding import Truth
from govscan.history.store import History, fact_of
from govscan.marked import Malformed, parse_yaml
from govscan.policy import Condition

SHOWN: Final = "--where"

_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


class Hit(Struct, frozen=True):
    """A model of one audit that a question finds: where it is used, the rules that it is open under, and whether the
    condition holds (False where a fact is not known: `missing` names those)."""

    repository: str
    day: str
    model: str
    places: tuple[str, ...]
    open_rules: tuple[str, ...]
    holds: bool
    missing: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """The models for which the condition holds, those of which it cannot be said, and how many were asked about."""

    hits: tuple[Hit, ...]
    undecided: tuple[Hit, ...]
    asked: int


def ask(history: History, conditions: Sequence[str], *, all_days: bool = False) -> Answer:
    """The models of the latest audit of every repository, or of all audits, for which every condition holds. A
    condition is written as in a policy: `license.territory_excluded: {contains: EU}`.

    Raises:
        InvalidInput: a condition is none.
    """
    wanted = [_condition(text) for text in conditions]
    hits: list[Hit] = []
    undecided: list[Hit] = []
    audits = "audits" if all_days else "latest"
    rows = history.connection.execute(
        f"SELECT models.id, repository, day, model FROM models JOIN {audits} AS audits ON audits.id = models.audit "  # noqa: S608
        "ORDER BY repository, day, model"
    ).fetchall()
    for key, repository, day, model in rows:
        facts = _facts(history, key)
        outcomes = [weigh(condition, partial(_lookup, facts)) for condition in wanted]
        if any(outcome.truth is Truth.FALSE for outcome in outcomes):
            continue
        missing = tuple(sorted({name for outcome in outcomes for name in outcome.missing}))
        holds = all(outcome.truth is Truth.TRUE for outcome in outcomes)
        hit = Hit(repository, day, model, _places(history, key), _open_rules(history, key), holds, missing)
        (hits if holds else undecided).append(hit)
    return Answer(tuple(hits), tuple(undecided), len(rows))


def select(history: History, question: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns and rows of a question in SQL. It can read the tables and do nothing else.

    Raises:
        GovscanError: it is wrong, wants more than to read, takes too long or has too many rows.
    """
    connection = history.connection
    until = time.monotonic() + limits.QUESTION_SECONDS
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        found = connection.execute(question)
        rows = found.fetchmany(limits.QUESTION_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise GovscanError(f"--sql: {error}") from error
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)
    if len(rows) > limits.QUESTION_ROWS:
        raise GovscanError(f"--sql: more than {limits.QUESTION_ROWS:,} rows; add a LIMIT")
    if found.description is None:
        raise GovscanError("--sql: that is no question (SELECT ...)")
    return tuple(column[0] for column in found.description), rows


def _condition(text: str) -> Condition:
    try:
        documents = parse_yaml(text)
    except Malformed as error:
        raise refusal(SHOWN, f"not a condition: {error.message}", error.line, error.column) from error
    reader = Reader(SHOWN)
    example = "write it as in a policy, for example `license.territory_excluded: {contains: EU}`"
    if len(documents) != 1 or documents[0].kind != "map":
        raise refusal(SHOWN, f"{text!r} is not a condition", hint=example)
    found = read_condition(reader, documents[0], "the condition")
    reader.finish()
    if found is None:
        raise refusal(SHOWN, f"{text!r} is not a condition", hint=example)
    return found


def _lookup(facts: dict[str, Fact], name: str) -> Fact:
    return facts.get(name) or Fact(name, Unknown("not on record"), None)


def _facts(history: History, key: int) -> dict[str, Fact]:
    rows = history.connection.execute("SELECT fact, value, unknown FROM facts WHERE model = ?", (key,))
    return {row[0]: fact_of(*row) for row in rows}


def _places(history: History, key: int) -> tuple[str, ...]:
    rows = history.connection.execute("SELECT path, line FROM uses WHERE model = ? ORDER BY path, line", (key,))
    return tuple(f"{path}:{line}" for path, line in rows)


def _open_rules(history: History, key: int) -> tuple[str, ...]:
    rows = history.connection.execute(
        "SELECT DISTINCT rule FROM findings WHERE model = ? AND verdict IN ('fail', 'unknown') ORDER BY rule", (key,)
    )
    return tuple(rule for (rule,) in rows)


def lines(answer: Answer) -> Iterator[str]:
    """An answer for a terminal: one line a model, what cannot be said at the end, and the figures."""
    for title, rows in (("", answer.hits), ("cannot be said of:", answer.undecided)):
        if rows and title:
            yield title
        for hit in rows:
            places = ", ".join(hit.places[:3]) + (f" and {len(hit.places) - 3} more" if len(hit.places) > 3 else "")
            why = f"; not known: {', '.join(hit.missing)}" if hit.missing else ""
            yield f"{hit.repository} ({hit.day})  {hit.model}  {places}{why}"
    yield f"{len(answer.hits)} of {answer.asked} models; of {len(answer.undecided)} it cannot be said"
