"""A Hugging Face Hub on 127.0.0.1: real HTTP, the routes and headers that clients of the Hub rely on, and trouble
on demand.

    with Hub() as hub:
        hub.add("acme/small", {"README.md": "---\\nlicense: mit\\n---\\n", "LICENSE": "..."})
        hub.add("acme/busy", {"README.md": "..."}, trouble=Trouble.RATE_LIMITED, retry_after="120")

Point HF_ENDPOINT at `hub.url`. `hub.requests` lists what was asked. The fixture `hub` does the first and takes the
user's own Hub settings out of the environment.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

LARGE = (".safetensors", ".bin", ".gguf", ".pt", ".pkl", ".h5", ".onnx", ".joblib", ".ckpt")
"""The files that a Hub keeps elsewhere: it knows their digest, and redirects to where they lie."""


class Trouble(StrEnum):
    """What goes wrong with a model."""

    NONE = "none"
    GATED = "gated"  # 401 GatedRepo
    PRIVATE = "private"  # 401 RepoNotFound, as the Hub tells those without a token
    FORBIDDEN = "forbidden"  # 403
    RATE_LIMITED = "rate-limited"  # 429
    BROKEN = "broken"  # 500
    SLOW = "slow"  # no answer before the client gives up
    DRIPPING = "dripping"  # one byte at a time, for ever
    TRUNCATED = "truncated"  # fewer bytes than announced
    HTML = "html"  # 200, but a login page
    NOT_JSON = "not-json"
    RESET = "reset"  # the connection is cut before any answer


class Ranges(StrEnum):
    """How a server answers requests for a part of a file."""

    KNOWN = "known"
    IGNORED = "ignored"  # 200 and the whole file
    ELSEWHERE = "elsewhere"  # 206 with another part, and says so
    LYING = "lying"  # 206 with another total than the list of files says
    SILENT = "silent"  # 206 without a Content-Range
    SHORT = "short"  # 206 with fewer bytes than the Content-Range says
    MULTIPART = "multipart"
    PACKED = "packed"  # gzip, though nobody asked for it
    OUTSIDE = "outside"  # 416
    CHANGING = "changing"  # another ETag with each answer


@dataclass(frozen=True)
class Sparse:
    """A large file that nobody holds: `size` bytes, zero but for `parts` by their places."""

    size: int
    parts: Mapping[int, bytes]

    @cached_property
    def digest(self) -> str:
        """What stands for its sha256: that of what it is made of."""
        return hashlib.sha256(repr((self.size, sorted(self.parts.items()))).encode()).hexdigest()

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, span: slice) -> bytes:
        start, stop, _ = span.indices(self.size)
        found = bytearray(max(stop - start, 0))
        for at, data in self.parts.items():
            first, last = max(at, start), min(at + len(data), stop)
            if first < last:
                found[first - start : last - start] = data[first - at : last - at]
        return bytes(found)


Content = bytes | Sparse


def digest_of(content: Content) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.digest


@dataclass(frozen=True)
class Request:
    """One request as it arrived; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Model:
    """A repository with one commit, named after its content. `trouble` meets requests for `where`: "info", "files",
    "all" or the name of one file; it ends after `times` requests (None: never). `extra` overrides keys of the API's
    JSON, `revisions` are further names of the commit."""

    id: str
    files: Mapping[str, Content]
    extra: Mapping[str, Any] = field(default_factory=dict)
    revisions: tuple[str, ...] = ("main",)
    trouble: Trouble = Trouble.NONE
    where: str = "all"
    times: int | None = None
    retry_after: str | None = None
    renamed_to: str | None = None
    commit_of_files: str | None = None  # what X-Repo-Commit claims; None: the truth

    @property
    def sha(self) -> str:
        digest = hashlib.sha1(self.id.encode(), usedforsecurity=False)
        for name, data in sorted(self.files.items()):
            digest.update(
                name.encode() + b"\0" + (data if isinstance(data, bytes) else digest_of(data).encode()) + b"\0"
            )
        return digest.hexdigest()

    @property
    def info(self) -> dict[str, Any]:
        """The reply of /api/models/{id}."""
        return {
            "id": self.id,
            "sha": self.sha,
            "siblings": [self._sibling(name) for name in sorted(self.files)],
            "gated": False,
            "private": False,
            "tags": [],
            "cardData": {},
            "config": {},
            "createdAt": "2025-03-04T05:06:07.000Z",
            **self.extra,
        }

    def _sibling(self, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {"rfilename": name, "size": len(self.files[name])}
        if name.endswith(LARGE):
            row["lfs"] = {"sha256": digest_of(self.files[name]), "size": row["size"], "pointerSize": 134}
        return row


class Hub:
    """The server; a context manager. Models are found whatever the case of their names, as on the real Hub."""

    def __init__(self) -> None:
        self.models: dict[str, Model] = {}
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self.ranges = Ranges.KNOWN
        self.store: Hub | None = None  # another server that large files are fetched from
        self.sent = 0  # bytes of bodies
        self.latency = 0.0  # seconds before every answer
        self.failing: Callable[[int], Trouble] = lambda number: Trouble.NONE  # by the number of the request
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.hub = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, id_: str, files: Mapping[str, str | Content] | None = None, **behavior: Any) -> Model:
        """Add a repository; adding it again replaces it, with a new commit where the files differ."""
        data = {name: text.encode() if isinstance(text, str) else text for name, text in (files or {}).items()}
        self.models[id_.lower()] = Model(id_, data, **behavior)
        return self.models[id_.lower()]

    def asked(self, prefix: str = "") -> list[str]:
        """The paths that were asked for, without their queries."""
        return [path for path in (urlsplit(each.path).path for each in self.requests) if path.startswith(prefix)]

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()  # joins the threads of the handlers
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    hub: Hub

    def __init__(self, *args: Any) -> None:
        self.open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Wake the handlers that wait for the next request of a kept connection."""
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what several of the scenarios are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        hub = self.server.hub
        hub.requests.append(Request(self.command, self.path, headers))
        trouble = hub.failing(len(hub.requests))
        if hub.latency:
            hub.closing.wait(hub.latency)
        if trouble is not Trouble.NONE:
            self._fail(Model("storm", {}, trouble=trouble))
            return
        path = unquote(urlsplit(self.path).path)
        if path.startswith("/api/models/"):
            id_, _, revision = path.removeprefix("/api/models/").partition("/revision/")
            self._serve(id_, revision, None)
            return
        id_, found, rest = path.removeprefix("/").partition("/resolve/")
        revision, _, file = rest.partition("/")
        if found:
            self._serve(id_, revision, file)
        else:
            self._error(404, "")

    def _serve(self, id_: str, revision: str, file: str | None) -> None:
        model = self.server.hub.models.get(id_.lower())
        if model is None:
            self._error(404, "RepoNotFound")
        elif model.renamed_to:
            self._send(307, b"", {"Location": self.path.replace(id_, model.renamed_to, 1)})
        elif self._meets(model, file):
            self._fail(model)
        elif revision and revision not in (*model.revisions, model.sha):
            self._error(404, "RevisionNotFound")
        elif file is None:
            self._send_info(json.dumps(model.info).encode())
        elif file not in model.files:
            self._error(404, "EntryNotFound")
        elif self.server.hub.store is not None and file.endswith(LARGE):
            there = f"{self.server.hub.store.url}{self.path}"
            self._send(302, b"", {"Location": there, "X-Repo-Commit": model.commit_of_files or model.sha})
        else:
            self._send_file(model, model.files[file])

    def _send_file(self, model: Model, content: Content) -> None:
        ranges = self.server.hub.ranges
        etag = digest_of(content) + (str(len(self.server.hub.requests)) if ranges is Ranges.CHANGING else "")
        described = {
            "ETag": f'"{etag}"',
            "X-Repo-Commit": model.commit_of_files or model.sha,
            "Content-Type": "text/plain; charset=utf-8",
        }
        asked = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        if not asked[1] or ranges is Ranges.IGNORED:
            self._send(200, content, described)
            return
        start, end, total = int(asked[0]), min(int(asked[2]), len(content) - 1), len(content)
        if start >= total or ranges is Ranges.OUTSIDE:
            self._send(416, b"", {"Content-Range": f"bytes */{total}"})
            return
        start += ranges is Ranges.ELSEWHERE
        part = content[start : end + 1]
        match ranges:
            case Ranges.LYING:
                total += 1
            case Ranges.SHORT:
                part = part[:-1]
            case Ranges.MULTIPART:
                described["Content-Type"] = "multipart/byteranges; boundary=x"
            case Ranges.PACKED:
                described["Content-Encoding"] = "gzip"
                part = gzip.compress(part)
        said = {} if ranges is Ranges.SILENT else {"Content-Range": f"bytes {start}-{end}/{total}"}
        self._send(206, part, {**described, **said})

    def _send_info(self, body: bytes) -> None:
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        if self.headers.get("If-None-Match") == etag:
            self._send(304, b"", {"ETag": etag})
        else:
            self._send(200, body, {"ETag": etag, "Content-Type": "application/json; charset=utf-8"})

    def _meets(self, model: Model, file: str | None) -> bool:
        if model.trouble is Trouble.NONE or model.times == 0:
            return False
        met = model.where == "all" or model.where == ("info" if file is None else "files") or model.where == file
        if met and model.times is not None:
            model.times -= 1
        return met

    def _fail(self, model: Model) -> None:
        retry = {"Retry-After": model.retry_after} if model.retry_after is not None else {}
        match model.trouble:
            case Trouble.GATED:
                self._error(401, "GatedRepo")
            case Trouble.PRIVATE:
                self._error(401, "RepoNotFound")
            case Trouble.FORBIDDEN:
                self._error(403, "")
            case Trouble.RATE_LIMITED:
                self._error(429, "", retry)
            case Trouble.BROKEN:
                self._error(500, "", retry)
            case Trouble.SLOW:
                self.server.hub.closing.wait(30)
                self.close_connection = True
            case Trouble.DRIPPING:
                self._drip()
            case Trouble.TRUNCATED:
                self._send(200, b'{"id": ', {"Content-Type": "application/json"}, announced=10_000)
                self.close_connection = True
            case Trouble.HTML:
                self._send(200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"})
            case Trouble.NOT_JSON:
                self._send(200, b"{nonsense", {"Content-Type": "application/json"})
            case Trouble.RESET:
                self._reset()

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.close_connection = True
        while not self.server.hub.closing.wait(0.02):
            self.wfile.write(b" ")

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.server.open.discard(self.connection)
        self.connection.close()

    def _error(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        said = {"X-Error-Code": code, "X-Error-Message": "secret words of the server", "Content-Type": "text/plain"}
        self._send(status, b"secret words of the server", {**said, **(headers or {})})

    def _send(self, status: int, body: Content, headers: Mapping[str, str], announced: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        self.end_headers()
        if self.command == "HEAD":
            return
        for at in range(0, len(body), 1 << 20):
            part = body[at : at + (1 << 20)]
            self.wfile.write(part)
            self.server.hub.sent += len(part)


HUB_VARIABLES = (
    *("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_CACHE"),
    *("HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "HF_OIDC_RESOURCE", "HTTP_PROXY", "http_proxy", "ALL_PROXY"),
    *("all_proxy", "HF_HUB_DISABLE_IMPLICIT_TOKEN"),
)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A running Hub that HF_ENDPOINT points at, with no token, no cache and no proxy of the user's own."""
    from huggingface_hub.utils import close_session

    isolate(monkeypatch, tmp_path_factory.mktemp("hf"))
    close_session()  # a client keeps the proxies of the day it was made
    with Hub() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running
        close_session()


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Take the user's own Hub settings out of the environment; the cache lies under `home`."""
    for name in HUB_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(home))
    monkeypatch.setenv("GOVSCAN_CACHE", str(home / "govscan"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("GOVSCAN_OLLAMA_REGISTRY", "MODELSCOPE_ENDPOINT"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody is there
