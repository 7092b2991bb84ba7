"""What a stranger's input does to a parser written in C ends a process, and not the run.

The command line works in a process of its own, which writes down what it reads in memory that both can see (see
`govscan.recorder`). When it dies of a signal that nobody sent to end the run, another one takes its place, with the
inputs left out that the dead one was reading; the report names them. A run in which nothing dies pays for one fork.

This is so on Linux. Elsewhere, and where govscan is used as a library, what ends a parser ends the program.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from govscan import limits
from govscan.bounded import may_be_killed
from govscan.recorder import ROOM, write_down, written

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT) if sys.platform == "linux" else ()
"""What people and their tools send to end a run."""


def isolated(run: Callable[[], int]) -> int:
    """The exit code of `run`, which works in a process of its own; 3 where it died too often, 70 where it died without
    reading anything. Dies itself of a signal that was sent to end it."""
    if sys.platform != "linux":
        return run()
    try:
        record = mmap.mmap(-1, ROOM)
    except OSError:  # no memory for a page: then the run will say more
        return run()
    fallen: dict[bytes, str] = {}
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a parent that ignores it would take the exit code from us
    while True:
        try:
            status = _attempt(run, record, fallen)
        except BlockingIOError:  # no more processes are allowed here
            return run()
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        number = os.WTERMSIG(status)
        if number in _ENDING:
            return _die_of(number)
        name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
        read = [each for each in written(record[:]) if each not in fallen]
        if not read:
            sys.stderr.write(f"govscan: internal error: {name} ended the run, and not while it read an input\n")
            return 70
        sentence = "it took too long" if number == signal.SIGVTALRM else name
        fallen.update((each, f"ended the process that read it ({sentence}); it is left out") for each in read)
        if len(fallen) > limits.FALLEN_INPUTS:
            names = ", ".join(ascii(each.decode(errors="replace")) for each in fallen)
            sys.stderr.write(f"govscan: not decided: too many inputs ended the process that read them: {names}\n")
            return 3


def _attempt(run: Callable[[], int], record: mmap.mmap, fallen: dict[bytes, str]) -> int:
    """The status with which a process ended that did `run`."""
    sys.stdout.flush()
    sys.stderr.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {*_ENDING, signal.SIGCHLD})
    watched, held = os.pipe()
    try:
        worker = os.fork()
        if not worker:
            os.close(held)
            _end_with(watched)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            write_down(record, fallen)
            may_be_killed()
            os._exit(run())
        os.close(watched)
        return _wait(worker)
    finally:
        os.close(held)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wait(worker: int) -> int:
    """The status of a worker when it ends. Signals that were sent to this process alone are handed on; those of a
    terminal reach both."""
    while True:
        told = signal.sigwaitinfo({*_ENDING, signal.SIGCHLD})
        if told.si_signo != signal.SIGCHLD:
            if told.si_code <= 0:  # by a process, not by the terminal
                os.kill(worker, told.si_signo)
            continue
        ended, status = os.waitpid(worker, os.WNOHANG)
        if ended:
            return status


def _end_with(pipe: int) -> None:
    """End this process when the other end of `pipe` is closed, by SIGIO, which nobody handles: a parent that was
    killed takes nobody along by itself."""
    import fcntl

    with suppress(OSError):  # some sandboxes forbid it
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)


def _die_of(number: int) -> int:
    """End as the worker did, so that a shell that waits sees what happened."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number  # the first process of a container is not killed by its own signal
