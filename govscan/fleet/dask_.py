"""Tasks enter, packed parts leave: worked on by the workers of a dask.distributed cluster.

Everything that a task needs travels with it, so that a task whose worker was killed is done by another; only the cards
of base models are read from the folder of the results, which all workers have to see.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from govscan.errors import GovscanError
from govscan.fleet.local import processors
from govscan.fleet.task import Bad, Order, Task
from govscan.fleet.worker import Worker, lost

AHEAD: Final = 2
"""Tasks that wait for each thread of the cluster."""
SECONDS: Final = 30
"""How long a scheduler may take to answer."""

_mine = threading.local()


def done_on_cluster(
    order: Order, tasks: Iterator[Task], scheduler: str | None, jobs: int
) -> Iterator[tuple[int, bytes]]:
    """The number and the part of each task, as they are finished. Without the address of a `scheduler` a cluster of
    this machine is started, with `jobs` processes.

    Raises:
        GovscanError: nobody answers at the address, or a worker does not see the folder of the results.
    """
    from distributed import Client, KilledWorker, LocalCluster, as_completed

    cluster = None
    if scheduler is None:
        cluster = LocalCluster(  # one thread each: the work is Python's
            n_workers=jobs or processors(), threads_per_worker=1, processes=True, dashboard_address=None
        )
    try:
        client = Client(cluster if cluster is not None else scheduler, timeout=SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise GovscanError(f"no scheduler answers at {scheduler}: {error}") from error
    try:
        _check(client, order)
        sent = pickle.dumps(order)
        digest = sha256(sent).hexdigest()
        running: dict[Any, Task] = {}
        finished = as_completed(loop=client.loop)  # and not that of another client of this process
        more = True
        while more or running:
            room = AHEAD * max(1, sum(client.nthreads().values())) if more else 0
            while more and len(running) < room:
                task = next(tasks, None)
                if task is None:
                    more = False
                    break
                future = client.submit(_do, digest, sent, pickle.dumps(task), pure=False, retries=2)
                running[future] = task
                finished.add(future)
            if not running:
                break
            future = next(finished)
            task = running.pop(future)
            try:
                yield task.number, future.result()
            except KilledWorker:
                sentence = f"the rows {task.row} to {task.row + task.rows - 1} ended every worker that was tried"
                yield task.number, lost(task, Bad(task.row, "", "worker-died", sentence))
            future.release()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _check(client: Any, order: Order) -> None:
    """Whether every worker sees the cards of base models."""
    family = getattr(order.opens, "family", None)
    if family is None:
        return
    blind = [worker for worker, sees in client.run(_sees, family).items() if not sees]
    if blind:
        raise GovscanError(
            f"{Path(family).parent.parent} is not seen by the worker {blind[0]}; name a folder for the results that "
            "all workers share"
        )


def _sees(path: str) -> bool:
    return Path(path).is_file()


def _do(digest: str, order: bytes, task: bytes) -> bytes:
    """On a worker: what is known stays for the next task of the same run, for each thread by itself."""
    known: tuple[str, Worker] | None = getattr(_mine, "worker", None)
    if known is None or known[0] != digest:
        known = (digest, Worker(pickle.loads(order)))  # noqa: S301 - sent by the process that was started with it
        _mine.worker = known
    return known[1].do(pickle.loads(task))  # noqa: S301 - as above
