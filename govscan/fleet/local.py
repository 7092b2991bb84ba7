"""Tasks enter, packed parts leave: worked on by processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from govscan.fleet.task import Bad, Order, Task
from govscan.fleet.worker import Worker, lost

AHEAD: Final = 2
"""Tasks that wait for each process: memory, for never having to wait."""

_worker: Worker | None = None


def processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def done_here(order: Order, tasks: Iterator[Task], jobs: int) -> Iterator[tuple[int, bytes]]:
    """The number and the part of each task, as they are finished. With one job no other process is started."""
    if jobs == 1:
        worker = Worker(order)
        for task in tasks:
            yield task.number, worker.do(task)
        return
    again: deque[Task] = deque()
    while True:
        try:
            yield from _pool(order, tasks, jobs, again)
            return
        except BrokenProcessPool:
            # One of these tasks ended its process: each has a pool of its own now.
            suspects, again = again, deque()
            for task in suspects:
                yield from _alone(order, task)


def _pool(order: Order, tasks: Iterator[Task], jobs: int, flying: deque[Task]) -> Iterator[tuple[int, bytes]]:
    """Work on tasks until there are none. `flying` are those that were begun, also where the pool breaks."""
    with _executor(order, jobs) as executor:
        running: dict[Future[bytes], Task] = {}
        more = True
        while more or running:
            while more and len(running) < jobs * AHEAD:
                task = next(tasks, None)
                if task is None:
                    more = False
                    break
                flying.append(task)
                running[executor.submit(_do, task)] = task
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                data = future.result()
                task = running.pop(future)
                flying.remove(task)
                yield task.number, data


def _alone(order: Order, task: Task) -> Iterator[tuple[int, bytes]]:
    """One task; where it ends its process again, its rows are named as lost."""
    try:
        with _executor(order, 1) as executor:
            yield task.number, executor.submit(_do, task).result()
    except BrokenProcessPool:
        sentence = f"the rows {task.row} to {task.row + task.rows - 1} ended the process that worked on them, twice"
        yield task.number, lost(task, Bad(task.row, "", "worker-died", sentence))


def _executor(order: Order, jobs: int) -> ProcessPoolExecutor:
    # Started anew and not forked: the same on every system, and no thread of this process is in between.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(order,))


def _begin(order: Order) -> None:
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(order)


def _end_with_parent() -> None:
    """A parent that was killed takes nobody along by itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: Task) -> bytes:
    assert _worker is not None
    return _worker.do(task)
