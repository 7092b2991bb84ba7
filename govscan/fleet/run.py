"""A request enters, the tables and the summary of a fleet leave: the page on which the rooms of this folder meet."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from govscan.errors import GovscanError
from govscan.evaluate import DEFAULT_CONTEXT, find_policy, load_ledger, load_policy
from govscan.fleet.joining import join
from govscan.fleet.part import Parts, write
from govscan.fleet.source import source_of
from govscan.fleet.summary import summary
from govscan.fleet.task import Order, Source
from govscan.policy import Policy
from govscan.version import __version__


class FleetRequest(Struct, frozen=True):
    """What to judge and how. `source` is as the user writes it, `kind` what it is ("auto" to look), `columns` say which
    column of a table is which. `contexts` are those of the policy in which every model is judged, all where there are
    none. `engine` is "local" or "dask", `scheduler` the address of a cluster. `fresh` throws an unfinished run away.
    `progress` is told how many rows of how many are done (None for nobody knows)."""

    source: str
    out: Path
    policy: Path | None = None
    now: dt.date | None = None
    kind: str = "auto"
    columns: Mapping[str, str] = {}
    contexts: tuple[str, ...] = ()
    batch: int = 2_048  # rows of a table that are one task
    jobs: int = 0  # processes; 0 for one a processor
    engine: str = "local"
    scheduler: str | None = None
    offline: bool = False
    fresh: bool = False
    progress: Callable[[int, int | None], None] | None = None


def run(request: FleetRequest) -> dict[str, Any]:
    """Judge every model of a source and write the results into a folder: what `summary.json` says.

    Raises:
        GovscanError: the source or the policy cannot be read, another run is unfinished in the folder, no room.
    """
    policy_file = find_policy(request.policy, Path())
    policy = load_policy(policy_file or request.policy, Path())
    ledger = load_ledger(policy_file.parent if policy_file else Path())
    now = request.now or dt.datetime.now(dt.UTC).date()
    contexts = _contexts(policy, request.contexts)
    source = source_of(request)
    ledger_digest = hashlib.sha256(msgspec.json.encode(ledger, order="deterministic")).hexdigest()
    told: dict[str, Any] = {
        "version": __version__,
        "now": now.isoformat(),
        "source": {"name": Path(request.source).name or request.source, "kind": source.kind, **source.described()},
        "policy": policy.digest,
        "records": ledger_digest,
        "contexts": list(contexts),
    }
    _make(request.out)
    parts = Parts(request.out)
    done = parts.open({**told, "columns": dict(request.columns), "batch": request.batch}, fresh=request.fresh)
    source.prepare(parts.folder)
    order = Order(policy, ledger, now, contexts, source.opener())
    _work(request, source, order, parts, done)
    joined = join(parts, source.troubles(), request.out)
    told |= {"rows": joined.counts.rows, "parts": len(parts.numbers())}
    found = summary(joined, policy, contexts, told)
    _tell(request.out, told, found)
    parts.drop()
    return found


def _contexts(policy: Policy, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The contexts in which every model is judged: those that are asked for, else all that the policy declares."""
    there = tuple(context.name for context in policy.contexts)
    for name in asked:
        if name not in (*there, DEFAULT_CONTEXT):
            raise GovscanError(f"{policy.source} has no context {name!r}; it has {', '.join(there) or 'none'}")
    return asked or there or (DEFAULT_CONTEXT,)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GovscanError(f"{out}: cannot be made: {error.strerror or error}") from error


def _work(request: FleetRequest, source: Source, order: Order, parts: Parts, done: Mapping[int, int]) -> None:
    """Do what is not done yet; every part is kept as soon as it is there."""
    total = source.rows()
    rows: dict[int, int] = {}

    def noted() -> Iterator[Any]:
        for task in source.tasks(frozenset(done)):
            rows[task.number] = task.rows
            yield task

    finished = sum(done.values())
    if request.progress is not None:
        request.progress(finished, total)
    for number, data in _engine(request)(order, noted()):
        parts.put(number, data)
        finished += rows.pop(number)
        if request.progress is not None:
            request.progress(finished, total)


def _engine(request: FleetRequest) -> Callable[[Order, Iterator[Any]], Iterator[tuple[int, bytes]]]:
    if request.engine == "dask":
        from govscan.fleet.dask_ import done_on_cluster

        return lambda order, tasks: done_on_cluster(order, tasks, request.scheduler, request.jobs)
    from govscan.fleet.local import done_here, processors

    return lambda order, tasks: done_here(order, tasks, request.jobs or processors())


def _tell(out: Path, told: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    from govscan.render.fleet import render_fleet

    try:
        write(out / "run.json", _json(told))
        write(out / "summary.json", _json(found))
        write(out / "summary.html", render_fleet(found))
    except OSError as error:
        raise GovscanError(f"{out}: cannot be written: {error.strerror or error}") from error


def _json(data: Mapping[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
