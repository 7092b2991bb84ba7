"""Processor time has an end, wherever it is spent."""

from __future__ import annotations

import re
import resource

import pytest

from govscan.bounded import OutOfTime, TimeLimit


def test_the_bound_on_time_reaches_regular_expressions() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    with pytest.raises(OutOfTime, match=r"within 0\.2 seconds"), TimeLimit(0.2):
        re.search(r"(?:a|a)*b", "a" * 40)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


def test_time_that_ends_where_nothing_can_be_raised(capfd: pytest.CaptureFixture[str]) -> None:
    class Slow:
        def __del__(self) -> None:
            while True:
                pass

    with pytest.raises(OutOfTime), TimeLimit(0.05):
        Slow()
    assert capfd.readouterr().err == ""
