"""ModelScope: the file list of a repository, its card and its license texts, by the requests that its own client makes.

The address is that of the public site, or what MODELSCOPE_ENDPOINT says, as for the client. No token is sent: what is
private stays undecided. The site tells no commit of a branch, so only a revision that is a commit is a pin.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from govscan import limits
from govscan.evidence import Artifact, Document, Failure, Resolved
from govscan.reference import Identity
from govscan.resolve.cache import is_commit
from govscan.resolve.documents import CONFIGS_OF_CODE, cards, license_files, license_link, too_large, unread
from govscan.resolve.hub_http import Transport, Trouble, session
from govscan.resolve.remote import Asking, address_in, read_json, shown, whole
from govscan.resolve.store import Store

DEFAULT_ENDPOINT: Final = "https://modelscope.cn"
_SERVER: Final = "ModelScope"


def connect(asking: Asking) -> ModelScope:
    """ModelScope as the user's environment has it.

    Raises:
        Trouble: the address is none.
    """
    endpoint = address_in(os.environ, "MODELSCOPE_ENDPOINT", DEFAULT_ENDPOINT)
    return ModelScope(endpoint, Transport(session(), {}, asking.timeout, _SERVER), asking.store)


class ModelScope:
    def __init__(self, endpoint: str, transport: Transport, store: Store | None) -> None:
        self.endpoint, self.transport, self.store = endpoint, transport, store

    def read(self, identity: Identity) -> Resolved:
        files = self._files(identity)
        reading = _Reading(self, identity, files)
        for name in cards(files)[:1]:
            card = reading.fetch(name)
            link = license_link(card.text, identity.name) if card is not None else None
            if link in files:
                reading.fetch(link)
        texts = license_files(files)
        for name in (*texts[: limits.REGISTRY_LICENSE_FILES], *(name for name in CONFIGS_OF_CODE if name in files)):
            reading.fetch(name)
        if len(texts) > limits.REGISTRY_LICENSE_FILES:
            sentence = f"only the first {limits.REGISTRY_LICENSE_FILES} of {len(texts)} license files were read"
            reading.notes.append(unread(sentence))
        others = sorted(name for name in files if name not in reading.documents)
        return Resolved(
            identity,
            "modelscope",
            revision_sha=identity.revision if is_commit(identity.revision) else None,
            documents=tuple(document for document in reading.documents.values() if document is not None),
            artifacts=tuple(Artifact(name, files[name][0]) for name in others[: limits.MODEL_FILES]),
            notes=tuple(reading.notes),
        )

    def address(self, identity: Identity) -> str:
        return f"{self.endpoint}/api/v1/models/{quote(identity.name)}/repo"

    def _files(self, identity: Identity) -> dict[str, tuple[int | None, str]]:
        """Size and sha256 ("" where it is not told) of every file, by its name."""
        query = f"Revision={quote(identity.revision or 'master', safe='')}&Recursive=True"
        reply = self.transport.get(f"{self.address(identity)}/files?{query}", limits.HUB_ANSWER_BYTES)
        if reply.status == 404:
            at = f" at {identity.revision!r}" if identity.revision else ""
            raise Trouble(Failure.NOT_FOUND, f"{_SERVER} has no public model {identity.name}{at}")
        try:
            answer = read_json(whole(reply, "the file list", _SERVER))
        except (ValueError, RecursionError):
            answer = None
        data = answer.get("Data") if isinstance(answer, dict) else None
        rows = data.get("Files") if isinstance(data, dict) else data
        if not isinstance(rows, list):
            raise Trouble(Failure.MALFORMED, f"{_SERVER} did not send a list of files")
        return dict(_rows(rows))


class _Reading:
    """The files of one model as they come in."""

    def __init__(self, site: ModelScope, identity: Identity, files: dict[str, tuple[int | None, str]]) -> None:
        self.site, self.identity, self.files = site, identity, files
        self.documents: dict[str, Document | None] = {}
        self.notes: list[str] = []

    def fetch(self, name: str) -> Document | None:
        """Read one file, once; None where it is too large.

        Raises:
            Trouble: it could not be read; half of the evidence would mislead.
        """
        if name in self.documents:
            return self.documents[name]
        size, sha256 = self.files[name]
        query = f"Revision={quote(self.identity.revision or 'master', safe='')}&FilePath={quote(name, safe='')}"
        address = f"{self.site.address(self.identity)}?{query}"
        store = self.site.store
        data = store.get(sha256) if store is not None and sha256 else None
        if data is None and size is not None and size > limits.DOCUMENT_BYTES:
            self.notes.append(too_large(name, size))
            self.documents[name] = None
            return None
        if data is None:
            data = whole(self.site.transport.get(address, limits.DOCUMENT_BYTES), name, _SERVER)
            if sha256 and hashlib.sha256(data).hexdigest() != sha256:
                raise Trouble(Failure.MALFORMED, f"{_SERVER} sent other bytes for {name} than its list of files names")
            if store is not None:
                store.put(data)
        document = Document.of(name, f"{shown(self.site.endpoint)}/models/{self.identity.name}/file/view/{name}", data)
        self.documents[name] = document
        return document


def _rows(rows: list[object]) -> Iterator[tuple[str, tuple[int | None, str]]]:
    for row in rows:
        if not isinstance(row, dict) or row.get("Type") == "tree":
            continue
        name, size, sha256 = row.get("Path"), row.get("Size"), row.get("Sha256")
        if isinstance(name, str) and name and ".." not in name.split("/") and not name.startswith("/"):
            digest = sha256.lower() if isinstance(sha256, str) and len(sha256) == 64 else ""
            yield name, (size if isinstance(size, int) else None, digest)
