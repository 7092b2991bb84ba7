"""The Ollama library, which is an OCI registry: the manifest of a model names the layers that are its license texts.

A request for the manifest, one for each license text that is not known yet by its digest, and the header of the GGUF
file. The address is that of the public library, or what GOVSCAN_OLLAMA_REGISTRY says.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.evidence import Artifact, Document, Failure, Header, Resolved
from govscan.reference import Identity
from govscan.resolve.documents import too_large, unread
from govscan.resolve.headers import header_of
from govscan.resolve.hub_http import Reply, Transport, Trouble, session
from govscan.resolve.remote import Asking, address_in, read_json, shown, whole
from govscan.resolve.store import Store

DEFAULT_ENDPOINT: Final = "https://registry.ollama.ai"
_MANIFEST: Final = "application/vnd.docker.distribution.manifest.v2+json"
_LAYER: Final = "application/vnd.ollama.image."
_SERVER: Final = "the Ollama library"


class _Layer(Struct, frozen=True):
    kind: str  # "model", "license", "template", ...
    digest: str  # 64 hex digits
    size: int


def connect(asking: Asking) -> Ollama:
    """The library of the user's environment.

    Raises:
        Trouble: the address is none.
    """
    endpoint = address_in(os.environ, "GOVSCAN_OLLAMA_REGISTRY", DEFAULT_ENDPOINT)
    return Ollama(endpoint, Transport(session(), {"accept": _MANIFEST}, asking.timeout, _SERVER), asking.store)


class Ollama:
    def __init__(self, endpoint: str, transport: Transport, store: Store | None) -> None:
        self.endpoint, self.transport, self.store = endpoint, transport, store

    def read(self, identity: Identity) -> Resolved:
        model, _, tag = identity.name.partition(":")
        path = f"v2/{model if '/' in model else f'library/{model}'}"
        reply = self._get(f"{path}/manifests/{tag or 'latest'}", limits.MANIFEST_BYTES)
        if reply.status == 404:
            raise Trouble(Failure.NOT_FOUND, f"{_SERVER} has no model {identity.name}")
        layers = list(_layers(whole(reply, "the manifest", _SERVER)))
        documents, notes = self._texts(path, [layer for layer in layers if layer.kind == "license"])
        headers: list[Header] = []
        for layer in [layer for layer in layers if layer.kind == "model"][:1]:
            address, size = f"{self.endpoint}/{path}/blobs/sha256:{layer.digest}", limits.HUB_HEADER_BYTES
            head = self.transport.part(address, 0, size, size)
            header = header_of("model.gguf", head.body) if head.status in (200, 206) and head.body else None
            headers += [header] if header is not None else []
        return Resolved(
            identity,
            "ollama",
            revision_sha=hashlib.sha256(reply.body or b"").hexdigest(),
            documents=tuple(documents),
            artifacts=tuple(Artifact(_file_of(layer), layer.size) for layer in layers if layer.kind != "license"),
            headers=tuple(headers),
            notes=tuple(notes),
        )

    def _texts(self, path: str, layers: list[_Layer]) -> tuple[list[Document], list[str]]:
        """The license texts, by their digests."""
        documents, notes = [], []
        for number, layer in enumerate(layers[: limits.REGISTRY_LICENSE_FILES], start=1):
            name = "LICENSE" if number == 1 else f"LICENSE-{number}"
            url = f"{path}/blobs/sha256:{layer.digest}"
            if layer.size > limits.DOCUMENT_BYTES:
                notes.append(too_large(name, layer.size))
                continue
            data = self.store.get(layer.digest) if self.store is not None else None
            if data is None:
                data = whole(self._get(url, limits.DOCUMENT_BYTES), name, _SERVER)
                if hashlib.sha256(data).hexdigest() != layer.digest:
                    raise Trouble(Failure.MALFORMED, f"{_SERVER} sent other bytes for {name} than its manifest names")
                if self.store is not None:
                    self.store.put(data)
            documents.append(Document.of(name, f"{shown(self.endpoint)}/{url}", data))
        if len(layers) > limits.REGISTRY_LICENSE_FILES:
            notes.append(
                unread(f"only the first {limits.REGISTRY_LICENSE_FILES} of {len(layers)} license texts were read")
            )
        return documents, notes

    def _get(self, path: str, bound: int) -> Reply:
        return self.transport.get(f"{self.endpoint}/{path}", bound)


def _layers(manifest: bytes) -> Iterator[_Layer]:
    try:
        data = read_json(manifest)
    except (ValueError, RecursionError):
        data = None
    rows = data.get("layers") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise Trouble(Failure.MALFORMED, f"{_SERVER} did not send a manifest")
    for row in rows[:1000]:
        layer = _layer(row) if isinstance(row, dict) else None
        if layer is not None:
            yield layer


def _layer(row: Mapping[str, object]) -> _Layer | None:
    kind, digest, size = str(row.get("mediaType")), str(row.get("digest")), row.get("size")
    hexadecimal = digest.removeprefix("sha256:")
    if not kind.startswith(_LAYER) or len(hexadecimal) != 64 or set(hexadecimal) - set("0123456789abcdef"):
        return None
    return _Layer(kind.removeprefix(_LAYER), hexadecimal, size if isinstance(size, int) else 0)


def _file_of(layer: _Layer) -> str:
    return "model.gguf" if layer.kind == "model" else f"{layer.kind}-{layer.digest[:12]}"
