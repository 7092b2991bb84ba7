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


class Response:
    """A reply that sends on to somewhere else."""

    status_code = 302

    def __init__(self, location: str) -> None:
        self.headers = {"location": location}

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Sending:
    """A session whose server always sends on; keeps what was asked."""

    def __init__(self, location: str) -> None:
        self.location, self.asked = location, list[tuple[str, dict[str, str]]]()

    def stream(self, method: str, url: str, headers: dict[str, str], **settings: object) -> Response:
        assert settings["follow_redirects"] is False
        self.asked.append((url, headers))
        return Response(self.location)


@pytest.mark.parametrize(
    "location", ["http://hub.example/b", "ftp://hub.example/b", "file:///etc/passwd", "javascript:x"]
)
def test_nobody_is_sent_on_to_where_others_can_listen(location: str) -> None:
    session = Sending(location)
    with pytest.raises(Trouble) as caught:
        Transport(lambda: session, {}, 1.0).part("https://hub.example/a", 0, 10)
    assert caught.value.detail == "the Hub sends on to an address that is not https"
    assert len(session.asked) == 1


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        ("/b", True),
        ("https://hub.example:443/b", True),
        ("https://hub.example:444/b", False),
        ("https://store.hub.example/b", False),
        ("https://hub.example.evil.example/b", False),
        ("//store.example/b", False),
    ],
)
def test_a_token_goes_to_its_own_server_only(location: str, kept: bool) -> None:
    session = Sending(location)
    transport = Transport(lambda: session, {"Authorization": "token", "X-Other": "x"}, 1.0)
    with pytest.raises(Trouble):
        transport.get("https://hub.example/a", 10)
    assert ["Authorization" in headers for _, headers in session.asked[:2]] == [True, kept]
    assert all("X-Other" in headers for _, headers in session.asked)
    session.asked.clear()
    with pytest.raises(Trouble):
        transport.part("https://hub.example/a", 0, 10, via="https://store.example/c")
    assert "Authorization" not in session.asked[0][1] and session.asked[0][0] == "https://store.example/c"


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
