"""The Ollama library and ModelScope on 127.0.0.1: real HTTP, the routes that their clients use.

with Registry() as registry:
    registry.ollama("small", {"license": [b"MIT ..."], "model": [b"GGUF..."]})
    registry.modelscope("acme/small", {"README.md": b"..."})
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fakes.hub import isolate


class Registry:
    """`answers` are (status, body) by path, `files` the contents of ModelScope repositories; `asked` lists the
    requests, with their headers."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.files: dict[str, dict[str, bytes]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def ollama(self, name: str, layers: Mapping[str, Sequence[bytes]]) -> str:
        """Add a model; the digest of its manifest."""
        model, _, tag = name.partition(":")
        path = f"/v2/{model if '/' in model else f'library/{model}'}"
        rows = []
        for kind, contents in layers.items():
            for data in contents:
                digest = hashlib.sha256(data).hexdigest()
                self.answers[f"{path}/blobs/sha256:{digest}"] = (200, data)
                media = f"application/vnd.ollama.image.{kind}"
                rows.append({"mediaType": media, "digest": f"sha256:{digest}", "size": len(data)})
        manifest = json.dumps({"schemaVersion": 2, "layers": rows}).encode()
        self.answers[f"{path}/manifests/{tag or 'latest'}"] = (200, manifest)
        return hashlib.sha256(manifest).hexdigest()

    def modelscope(self, name: str, files: Mapping[str, bytes]) -> None:
        self.files[name] = dict(files)

    def answer(self, path: str, query: Mapping[str, Sequence[str]]) -> tuple[int, bytes]:
        name = path.removeprefix("/api/v1/models/").partition("/repo")[0]
        files = self.files.get(name)
        if path in self.answers or files is None:
            return self.answers.get(path, (404, b"{}"))
        if path.endswith("/repo/files"):
            rows = [
                {"Path": file, "Type": "blob", "Size": len(data), "Sha256": hashlib.sha256(data).hexdigest()}
                for file, data in files.items()
            ]
            return 200, json.dumps({"Code": 200, "Data": {"Files": rows}}).encode()
        return 200, files[query["FilePath"][0]]

    def __enter__(self) -> Registry:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(registry: Registry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            registry.asked.append((parts.path, {name.lower(): value for name, value in self.headers.items()}))
            status, body = registry.answer(parts.path, parse_qs(parts.query))
            span = self.headers.get("Range", "")
            if status == 200 and span.startswith("bytes=0-"):
                status, body = 206, body[: int(span.removeprefix("bytes=0-")) + 1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A running registry that both variables point at, beside a Hub token that must not be sent to it."""
    from huggingface_hub.utils import close_session

    isolate(monkeypatch, tmp_path_factory.mktemp("hf"))
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecretsecret")
    close_session()
    with Registry() as running:
        monkeypatch.setenv("GOVSCAN_OLLAMA_REGISTRY", running.url)
        monkeypatch.setenv("MODELSCOPE_ENDPOINT", running.url)
        yield running
        close_session()
