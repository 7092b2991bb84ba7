"""Hostile input ends here: limits that are hit are told to whoever reads the file, and processor time has an end.

A room deep inside of a parser says `hit("more than 200 links, the rest is not read")`; the one that knows the file
collects it with `watching` and puts it into the report, and so no limit can be hit in silence.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType, TracebackType
from typing import Any, ClassVar

_told: ContextVar[list[str] | None] = ContextVar("told", default=None)
_TIMER = getattr(signal, "ITIMER_PROF", None)  # not on Windows


class OutOfTime(BaseException):
    """The processor time for one input is over. No `Exception`, so that no room takes it for trouble of its own."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not read to its end within {seconds:g} seconds of processor time")


def hit(sentence: str) -> None:
    """Say that a limit was hit, and what was not read therefore."""
    told = _told.get()
    if told is not None and sentence not in told:
        told.append(sentence)


@contextmanager
def watching() -> Iterator[list[str]]:
    """The sentences of the limits that are hit inside, each once, in their order."""
    told: list[str] = []
    token = _told.set(told)
    try:
        yield told
    finally:
        _told.reset(token)


def may_be_killed() -> None:
    """From now on, let the system end this process where code in C goes on for twice the time of a `TimeLimit`."""
    TimeLimit.killing = True


class TimeLimit:
    """A bound on the processor time that this process spends inside.

    By a signal, which reaches regular expressions as well; a parser in C is only reached when it returns, and is
    bounded by the size of what it gets, or ended with its process (`may_be_killed`). No bound outside of the main
    thread, and none on Windows, where the counts and sizes of `govscan.limits` have to do.

    Raises:
        OutOfTime: on leaving, or wherever the time ended.
    """

    killing: ClassVar[bool] = False

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.armed = False
        self.over = False
        self.before: Any = None
        self.complain: Any = None

    def __enter__(self) -> None:
        if _TIMER is None or threading.current_thread() is not threading.main_thread():
            return
        self.before = signal.signal(signal.SIGPROF, self.fire)
        # Again and again, and in silence: an exception that is raised while an object is taken down is lost.
        self.complain, sys.unraisablehook = sys.unraisablehook, self.lose
        self.armed = True
        signal.setitimer(_TIMER, self.seconds, 0.05)
        if self.killing:
            signal.setitimer(signal.ITIMER_VIRTUAL, 2 * self.seconds + 1)  # whose signal nobody handles

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if not self.armed or _TIMER is None:
            return
        self.armed = False
        signal.setitimer(_TIMER, 0)
        if self.killing:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, self.before if self.before is not None else signal.SIG_DFL)
        sys.unraisablehook = self.complain
        if self.over and kind is None:  # what was raised got lost
            raise OutOfTime(self.seconds)

    def fire(self, _: int, frame: FrameType | None) -> None:
        """The handler of the signal."""
        # Not on the way in either: nobody would leave.
        if self.armed and (
            frame is None or frame.f_code not in (TimeLimit.__enter__.__code__, TimeLimit.__exit__.__code__)
        ):
            self.over = True
            raise OutOfTime(self.seconds)

    def lose(self, lost: Any) -> None:
        """What Python does with an exception that nothing can catch."""
        if not isinstance(lost.exc_value, OutOfTime):
            self.complain(lost)
