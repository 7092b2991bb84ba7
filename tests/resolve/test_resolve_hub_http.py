"""The bounded requests, with a session that only counts."""

from __future__ import annotations

from typing import NoReturn

import pytest

from govscan.evidence import Failure
from govscan.resolve.hub_http import Transport, Trouble


class ConnectError(Exception):
    """Named as the client's own."""


class TimeoutException(Exception):  # noqa: N818
    pass


class ReadTimeout(TimeoutException):
    pass


class Session:
    def __init__(self, error: Exception) -> None:
        self.error, self.calls = error, 0

    def stream(self, *args: object, **settings: object) -> NoReturn:
        self.calls += 1
        raise self.error


def failures(session: Session) -> list[tuple[Failure, str]]:
    transport = Transport(lambda: session, {}, 1.0)
    met = []
    for _ in range(5):
        with pytest.raises(Trouble) as caught:
            transport.get("http://127.0.0.1/x", 10)
        met.append((caught.value.failure, caught.value.detail))
    return met


def test_without_a_connection_one_try_speaks_for_all() -> None:
    session = Session(ConnectError("token"))
    assert failures(session) == [(Failure.NETWORK, "no connection to the Hub")] * 5
    assert session.calls == 1


def test_one_slow_answer_does_not_stop_the_others() -> None:
    session = Session(ReadTimeout("token"))
    assert failures(session) == [(Failure.TIMEOUT, "the Hub did not answer within the timeout")] * 5
    assert session.calls == 5


def test_an_error_nobody_foresaw_is_told_by_its_kind_alone() -> None:
    assert failures(Session(ZeroDivisionError("token")))[0] == (
        Failure.NETWORK,
        "the request to the Hub failed (ZeroDivisionError)",
    )
