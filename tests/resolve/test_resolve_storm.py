"""Servers that misbehave: the run ends, and says of each model why there is no evidence."""

from __future__ import annotations

import gzip
import http.server
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes.hub import Hub

from govscan.cli import run
from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.lock_reader import read_lock

SHA = "0123456789abcdef0123456789abcdef01234567"
INFO = b'{"id": "acme/small", "sha": "%s", "siblings": [{"rfilename": "README.md"}]}' % SHA.encode()

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that answers every request in one way; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            answer(self)

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: http.server.BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), "X-Repo-Commit": SHA, **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def ask(tmp_path: Path, timeout: float = 5.0) -> Evidence:
    identity = Identity("huggingface", "acme/small")
    return resolve([identity], ResolveOptions(tmp_path, timeout=timeout))[identity]


def test_a_gzip_bomb_is_cut_at_the_bound(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tracemalloc

    bomb = gzip.compress(b" " * 500_000_000, 9)

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, 200, bomb, Content_Encoding="gzip", Content_Type="application/json")

    with serving(answer) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        tracemalloc.start()
        found = ask(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert isinstance(found, Unresolved)
    assert found.failure is Failure.MALFORMED and "over the bound" in found.detail
    assert peak < 250_000_000


def test_an_etag_that_lies_is_found_out(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """304 although nobody asked whether anything had changed."""
    with serving(lambda handler: send(handler, 304, b"", ETag='"x"')) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        found = ask(tmp_path)
    assert isinstance(found, Unresolved) and found.failure is Failure.MALFORMED


def test_a_redirect_to_another_host_gets_no_token(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecretsecret")
    seen: list[str | None] = []

    def other(handler: http.server.BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers.get("Authorization"))
        send(handler, 200, INFO if "/api/" in handler.path else b"---\nlicense: mit\n---\n")

    with serving(other) as elsewhere:
        there = elsewhere.replace("127.0.0.1", "localhost")
        with serving(lambda handler: send(handler, 302, b"", Location=there + handler.path)) as address:
            monkeypatch.setenv("HF_ENDPOINT", address)
            monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
            found = ask(tmp_path)
    assert isinstance(found, Resolved)
    assert seen == [None, None]


def test_a_certificate_that_nobody_signed(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate)),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, 200, INFO if "/api/" in handler.path else b"---\nlicense: mit\n---\n")

    with serving(answer, context) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        found = ask(tmp_path)
    assert isinstance(found, Unresolved)
    assert found.failure is Failure.NETWORK


def test_a_hub_that_serves_another_models_card(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of another commit are refused; another name is said."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, 200, INFO if "/api/" in handler.path else b"card", X_Repo_Commit="f" * 40)

    with serving(answer) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        found = ask(tmp_path)
    assert isinstance(found, Unresolved) and "of another commit" in found.detail


@pytest.mark.parametrize("seconds", [0.3])
def test_slow_answers_end_at_the_timeout(
    seconds: float, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.05)

    with serving(answer) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        start = time.monotonic()
        found = ask(tmp_path, timeout=seconds)
        assert time.monotonic() - start < 4
    assert isinstance(found, Unresolved) and found.failure is Failure.TIMEOUT


def test_a_storm_is_exit_3_and_names_who_failed(hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from fakes.hub import Trouble

    hub.add("acme/good", {"README.md": "---\nlicense: mit\n---\n"})
    hub.add("acme/bad", {"README.md": "x"}, trouble=Trouble.BROKEN)
    (tmp_path / "app.py").write_text(
        "from transformers import pipeline\npipeline(model='acme/good')\npipeline(model='acme/bad')\n"
    )
    assert run(["scan", str(tmp_path)]) == 3
    out = capfd.readouterr().out
    assert "the Hub failed with status 500" in out


_LOCK = "import sys; from govscan.cli import run; sys.exit(run(['lock', sys.argv[1]]))"


@pytest.mark.slow
def test_two_runs_at_once_lose_no_entry(hub: Hub, tmp_path: Path) -> None:
    """Two parts of one tree are locked at the same moment, five times from nothing."""
    (tmp_path / ".git").mkdir()  # a policy is looked for up to the root of the repository
    (tmp_path / "govscan.yaml").write_text("govscan: 1\nname: whole\nextends: [govscan:baseline]\n")
    parts = []
    for name in ("first", "second"):
        hub.add(f"acme/{name}", {"README.md": "---\nlicense: mit\n---\n"})
        parts.append(tmp_path / name)
        parts[-1].mkdir()
        (parts[-1] / "app.py").write_text(f"from transformers import pipeline\npipeline(model='acme/{name}')\n")
    lock = tmp_path / "govscan.lock"
    for _ in range(5):
        lock.unlink(missing_ok=True)
        command = [sys.executable, "-c", _LOCK]
        pair = [subprocess.Popen([*command, str(part)], stdout=subprocess.DEVNULL) for part in parts]
        assert [process.wait(60) for process in pair] == [0, 0]
        assert {identity.name for identity in read_lock(lock)} == {"acme/first", "acme/second"}
