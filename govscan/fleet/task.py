"""The nouns of a fleet: what a worker gets, and what it yields. All of them can be sent to another process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from govscan.evidence import Evidence
from govscan.policy import Ledger, Policy
from govscan.reference import Identity
from govscan.report import Report


class Subject(Struct, frozen=True):
    """A model to be judged: its row in the source (from 0), its id as given, and what was read of it. `bad` is what
    could not be used of the row."""

    row: int
    id: str
    identity: Identity
    evidence: Evidence
    bad: tuple[Bad, ...] = ()


class Bad(Struct, frozen=True):
    """A row, file or repository of which something could not be read. `kind` is a word for grouping: those of
    `govscan.errors.ProblemKind`, and "no-card", "not-a-repository", "worker-died"."""

    row: int
    id: str
    kind: str
    message: str


class Scanned(Struct, frozen=True):
    """A repository that was scanned as a whole."""

    row: int
    id: str
    report: Report


Met = Subject | Bad | Scanned


class Task(Struct, frozen=True):
    """Rows that one worker does together; `number` counts the tasks of a source from 0 and says which part of the
    results they become. `payload` is for the reader of the source alone."""

    number: int
    row: int
    rows: int
    payload: Any


class Reader(Protocol):
    """The half of a source that lives in a worker."""

    def read(self, payload: Any) -> Iterator[Met]:
        """What the rows of a task are, in their order."""

    def relative(self, identity: Identity) -> Evidence:
        """The evidence of a base model; an `Unresolved` where there is none."""


class Order(Struct, frozen=True):
    """What a worker has to know beside its task. `opens` makes the reader; `contexts` are the contexts of the policy
    in which every model is judged."""

    policy: Policy
    ledger: Ledger
    now: dt.date
    contexts: tuple[str, ...]
    opens: Opener


class Opener(Protocol):
    """Sent to workers; there it makes a reader."""

    def open(self, order: Order) -> Reader: ...


class Source(Protocol):
    """Where models come from."""

    kind: str

    def prepare(self, folder: Path) -> None:
        """Do once what all workers need; `folder` is kept until the run is finished."""

    def tasks(self, done: frozenset[int]) -> Iterator[Task]:
        """The tasks in their order, without those whose numbers are `done`. The same source always gives the same."""

    def opener(self) -> Opener: ...

    def rows(self) -> int | None:
        """How many rows there are, where that can be told without reading them."""

    def described(self) -> Mapping[str, Any]:
        """What the source is, for `run.json`: the same for the same content."""

    def troubles(self) -> tuple[Bad, ...]:
        """What could not be read of the source as a whole, once its tasks have been asked for."""
