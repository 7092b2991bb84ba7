"""Bounded requests: an address enters, a `Reply` or a `Trouble` leaves. Bounded in bytes, time and number of tries.

The session comes from the caller. Its errors are told apart by the names of their classes, because the library that
defines them is the Hub client's choice and not this package's; their texts are never passed on, because an illegal
header is quoted in them with the token.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from govscan import limits
from govscan.evidence import Failure

_PACE = 500_000.0  # bytes a second with which a part of a file has to come in, beyond the timeout of its request
_DEFAULT_PAUSE = 0.5
_CONNECT_SECONDS = 5.0
_RETRIED = frozenset({429, 500, 502, 503, 504})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SECRET: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


def session() -> Callable[[], Any]:
    """What gives the session of huggingface_hub, with the proxies and certificates that the user has set up for it.
    A token is sent only where the caller's headers have one."""
    from huggingface_hub.utils import get_session  # type: ignore[attr-defined]

    return get_session


class Trouble(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """No evidence, and why; becomes an `Unresolved` at the edge of this folder."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure, self.detail = failure, detail


class Reply(Struct, frozen=True):
    """`body` is None where it is over the bound; `length` is what the server announced, `commit` the one it says the
    file belongs to, `pause` the seconds it asks to wait (infinite where it says so in words we do not read). `span` is
    the header that says which bytes of a file these are, `encoding` how they are packed, `address` who sent them at
    last."""

    status: int
    content_type: str
    body: bytes | None
    length: int | None = None
    error_code: str = ""
    commit: str | None = None
    pause: float | None = None
    etag: str = ""
    span: str = ""
    encoding: str = ""
    address: str = ""


class _Asked(Struct, frozen=True):
    """`bound` is in bytes. Of a part (`span`) of a file the bytes are taken as they come over the wire and cut at the
    bound; at `spare` where the server sends the whole file instead."""

    bound: int
    etag: str = ""
    span: str = ""
    spare: int = 0
    via: str = ""


class Transport:
    """Requests of one run. `timeout` bounds each of them from its first byte to its last, in seconds."""

    def __init__(
        self, session: Callable[[], Any], headers: Mapping[str, str], timeout: float, server: str = "the Hub"
    ) -> None:
        self._session, self._timeout, self._server = session, timeout, server
        # Compressed replies are not asked for: a bound on bytes must not depend on what they unpack to.
        self._headers = {**headers, "accept-encoding": "identity"}
        self._down: Trouble | None = None

    @property
    def has_token(self) -> bool:
        return "authorization" in {name.lower() for name in self._headers}

    def get(self, url: str, bound: int, etag: str = "") -> Reply:
        """One request, and at most one retry where the server is busy and says it will not be for long. With an
        `etag` the reply may be 304: nothing has changed.

        Raises:
            Trouble: no reply, or not a whole one. Where no connection can be made, for every later call as well.
        """
        return self._patiently(url, _Asked(bound, etag))

    def part(self, url: str, start: int, count: int, spare: int = 0, via: str = "") -> Reply:
        """`count` bytes of a file from `start` on, by a range request. A server that knows no ranges sends the whole
        file (status 200): at most `spare` bytes of it are read, and the connection is closed. `via` is the address to
        which an earlier request for the file was sent on.

        Raises:
            Trouble: as `get`.
        """
        return self._patiently(url, _Asked(count, span=f"bytes={start}-{start + count - 1}", spare=spare, via=via))

    def _patiently(self, url: str, asked: _Asked) -> Reply:
        reply = self._once(url, asked)
        pause = _DEFAULT_PAUSE if reply.pause is None else reply.pause
        if reply.status in _RETRIED and pause <= limits.SERVER_PAUSE:
            time.sleep(pause)
            reply = self._once(url, asked)
        return reply

    def _once(self, url: str, asked: _Asked) -> Reply:
        if self._down is not None:
            raise Trouble(self._down.failure, self._down.detail)
        started = False
        connect = min(_CONNECT_SECONDS, self._timeout)
        timeouts = (connect, self._timeout, self._timeout, self._timeout)
        deadline = time.monotonic() + self._timeout + (asked.bound / _PACE if asked.span else 0)
        wanted = (("if-none-match", asked.etag), ("range", asked.span))
        headers = {**self._headers, **{name: value for name, value in wanted if value}}
        commit = None
        if asked.via:
            headers, url = _told(headers, url, asked.via), asked.via
        try:
            for _ in range(limits.REDIRECTS + 1):
                with self._session().stream(
                    "GET", url, headers=headers, timeout=timeouts, follow_redirects=False
                ) as response:
                    started = True
                    commit = commit or response.headers.get("x-repo-commit")
                    if response.status_code not in _REDIRECTS or "location" not in response.headers:
                        return self._reply(response, asked, deadline, commit, url)
                    further = urljoin(url, response.headers["location"])
                self._allow(url, further)
                headers, url = _told(headers, url, further), further
            raise Trouble(Failure.MALFORMED, f"{self._server} redirects without end")
        except Trouble:
            raise
        except Exception as error:  # noqa: BLE001 - see above: the classes are not ours to import
            trouble, unreachable = _trouble(error, started, self._server)
            if unreachable:
                self._down = trouble
            raise trouble from None

    def _allow(self, url: str, further: str) -> None:
        """Refuse to be sent on to where the request could be read or changed on its way, or to no server at all."""
        allowed = ("https",) if urlsplit(url).scheme == "https" else ("http", "https")
        if urlsplit(further).scheme not in allowed or not urlsplit(further).hostname:
            raise Trouble(Failure.MALFORMED, f"{self._server} sends on to an address that is not {allowed[-1]}")

    def _reply(self, response: Any, asked: _Asked, deadline: float, commit: str | None, url: str) -> Reply:
        headers = response.headers
        announced = headers.get("content-length", "")
        length = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 20 else None
        encoding = headers.get("content-encoding", "").strip().lower().replace("identity", "")
        if asked.span:
            bound = {206: asked.bound, 200: asked.spare}.get(response.status_code, 0)
            body = self._body(response, bound, deadline, cut=True) if bound and not encoding else b""
        else:
            over = response.status_code == 200 and length is not None and length > asked.bound
            body = None if over else self._body(response, asked.bound, deadline, cut=False)
        return Reply(
            status=response.status_code,
            content_type=headers.get("content-type", "").lower(),
            body=body,
            length=length,
            error_code=headers.get("x-error-code", ""),
            commit=commit,
            pause=_pause(headers.get("retry-after")),
            etag=_etag(headers.get("etag", "")),
            span=headers.get("content-range", "")[:100],
            encoding=encoding,
            address=url,
        )

    def _body(self, response: Any, bound: int, deadline: float, cut: bool) -> bytes | None:
        """The whole body, None where it is over the bound; with `cut` what of it is within, as it came."""
        data = bytearray()
        for chunk in response.iter_raw() if cut else response.iter_bytes():
            data += chunk
            if cut and len(data) >= bound:
                return bytes(data[:bound])
            if len(data) > bound:
                return None
            if time.monotonic() > deadline:
                raise Trouble(Failure.TIMEOUT, f"{self._server} took longer than the timeout for its reply")
        return bytes(data)


def _told(headers: Mapping[str, str], url: str, further: str) -> dict[str, str]:
    """The headers that may go along to another address: no token goes to another server."""
    same = _origin(url) == _origin(further)
    return {name: value for name, value in headers.items() if same or name.lower() not in _SECRET}


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _etag(text: str) -> str:
    """What can be sent back as it is; "" for anything else."""
    return text if len(text) <= 200 and text.isascii() and text.isprintable() else ""


def _pause(retry_after: str | None) -> float | None:
    if retry_after is None:
        return None
    text = retry_after.strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else float("inf")


def _trouble(error: Exception, started: bool, server: str) -> tuple[Trouble, bool]:
    """The trouble behind a client's error, and whether it means that the server cannot be reached at all."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "OfflineModeIsEnabled" in kinds:
        return Trouble(Failure.OFFLINE, "huggingface_hub is in offline mode (HF_HUB_OFFLINE)"), True
    if "ConnectTimeout" in kinds:
        return Trouble(Failure.TIMEOUT, f"no connection to {server} within the timeout"), True
    if "TimeoutException" in kinds:
        return Trouble(Failure.TIMEOUT, f"{server} did not answer within the timeout"), False
    if kinds & {"ConnectError", "ProxyError"}:
        return Trouble(Failure.NETWORK, f"no connection to {server}{_system_reason(error)}"), True
    if started and kinds & {"RemoteProtocolError", "DecodingError"}:
        return Trouble(Failure.MALFORMED, f"{server}'s reply broke off or is garbled"), False
    if kinds & {"NetworkError", "RemoteProtocolError"}:
        return Trouble(Failure.NETWORK, f"the connection to {server} was closed before it answered"), False
    if kinds & {"LocalProtocolError", "UnicodeError"}:
        sentence = "the request could not be written; does the token hold a line break or an odd character?"
        return Trouble(Failure.UNAUTHORIZED, sentence), True
    if "TooManyRedirects" in kinds:
        return Trouble(Failure.MALFORMED, f"{server} redirects without end"), False
    return Trouble(Failure.NETWORK, f"the request to {server} failed ({type(error).__name__})"), False


def _system_reason(error: BaseException | None) -> str:
    """What the operating system says, which unlike the client's own words quotes nothing of the request."""
    for _ in range(8):
        if error is None:
            break
        if isinstance(error, socket.gaierror):
            return ": its host name cannot be looked up"
        if isinstance(error, OSError) and error.strerror:
            return f": {error.strerror[:100].lower()}"
        error = error.__cause__ or error.__context__
    return ""
