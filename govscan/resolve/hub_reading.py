"""The files of one model of a Hub: names enter, documents and headers leave, all of one commit."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from govscan import limits
from govscan.evidence import Artifact, Code, Document, Examined, Failure, Header, Resolved
from govscan.reference import Identity
from govscan.resolve.code import Source, code_in
from govscan.resolve.documents import too_large, unread
from govscan.resolve.hub_http import Reply, Trouble
from govscan.resolve.hub_place import Place
from govscan.resolve.hub_record import ModelInfo
from govscan.resolve.hub_weights import WeightFiles
from govscan.resolve.store import CachedModel


class Reading:
    """The files of one model as they come in."""

    def __init__(self, place: Place, info: ModelInfo, known: CachedModel | None) -> None:
        self.place, self.info, self.known = place, info, known
        self.documents: dict[str, Document | None] = {}
        self.headers: list[Header] = []
        self.examined: list[Examined] = []
        self.shipped: Code | None = None
        self.refused: list[str] = []
        self.notes: list[str] = []
        self.whole = True  # whether asking again could not give more

    def text(self, name: str) -> str:
        document = self.documents.get(name)
        return document.text if document is not None else ""

    def fetch(self, name: str) -> None:
        """Read one file, once.

        Raises:
            Trouble: it is there, but could not be read; half of the evidence would mislead.
        """
        if name in self.documents:
            return
        kept = self.place.memory.document(self.known, self.info.sha, name) if self.place.memory is not None else None
        self.documents[name] = kept
        if kept is not None:
            return
        reply = self._get(name)
        if reply.status in (401, 403):
            self.refused.append(name)
        elif reply.status == 404:
            self.notes.append(f"{name} is listed, but the Hub does not have it")
        elif reply.body is None:
            self.notes.append(too_large(name, reply.length))
        else:
            self.documents[name] = Document.of(name, self._source(name), reply.body)
            if self.place.memory is not None:
                self.place.memory.store.put(reply.body)

    def code(self) -> Code:
        """The code that would run.

        Raises:
            Trouble: as `fetch`.
        """
        documents = [document for document in self.documents.values() if document is not None]
        return code_in(documents, self.info.files, self._code, self.info.id)

    def _code(self, name: str) -> Source | str:
        reply = self._get(name)
        if reply.status != 200:
            return f"the Hub does not give it out (status {reply.status})"
        if reply.body is None:
            return too_large(name, reply.length)
        return Source(reply.body, self._source(name), hashlib.sha256(reply.body).hexdigest())

    def _source(self, name: str) -> str:
        return f"{self.place.shown}/{self.info.id}/blob/{self.info.sha}/{quote(name)}"

    def _get(self, name: str) -> Reply:
        """A file of the commit; the status is 200, 401, 403 or 404.

        Raises:
            Trouble: another status, another commit, a web page.
        """
        path = f"{quote(self.info.id)}/resolve/{self.info.sha}/{quote(name)}"
        reply = self.place.transport.get(f"{self.place.endpoint}/{path}", limits.DOCUMENT_BYTES)
        if reply.status in (401, 403, 404):
            return reply
        if reply.status != 200:
            raise unavailable(reply)
        if reply.content_type.startswith("text/html") and not name.lower().endswith((".html", ".htm")):
            sentence = f"the Hub sent a web page instead of {name}; is a proxy or a login page in between?"
            raise Trouble(Failure.MALFORMED, sentence)
        if reply.commit not in (None, self.info.sha):
            raise Trouble(Failure.MALFORMED, f"the Hub sent {name} of another commit than was asked for")
        return reply

    def look(self) -> None:
        """Look into the code and the weight files, never at the weights. What cannot be had of the weights is told in
        their place: card and license speak for themselves."""
        if self.known is not None and self.known.sha == self.info.sha:
            self.headers, self.examined = list(self.known.headers), list(self.known.examined)
            self.shipped = self.known.code
            return
        self.shipped = self.code()
        weights = WeightFiles(self.place, self.info)
        weights.look()
        self.headers, self.examined = weights.headers, weights.examined
        self.notes += weights.notes
        self.whole = self.whole and weights.whole

    def resolved(self, identity: Identity) -> Resolved:
        documents = tuple(document for document in self.documents.values() if document is not None)
        notes = list(self.notes)
        if self.refused and not documents:
            notes.append(f"gated: card and license could not be read ({', '.join(self.refused)})")
        elif self.refused:
            notes.append(f"gated: {', '.join(self.refused)} could not be read")
        have = {document.name for document in documents}
        others = [name for name in self.info.files if name not in have]
        if len(others) > limits.MODEL_FILES:
            notes.append(unread(f"only the first {limits.MODEL_FILES:,} of {len(others):,} files were listed"))
        return Resolved(
            identity,
            "hub",
            revision_sha=self.info.sha,
            documents=documents,
            artifacts=tuple(Artifact(name, self.info.sizes.get(name)) for name in sorted(others)[: limits.MODEL_FILES]),
            hub=self.info.record,
            headers=tuple(self.headers),
            examined=tuple(self.examined),
            code=self.shipped,
            notes=tuple(notes),
        )


def unavailable(reply: Reply) -> Trouble:
    """Why a reply that should have been a file, or metadata, is none."""
    if reply.status == 429:
        return Trouble(Failure.RATE_LIMITED, "the Hub limits the rate of requests (429); try again later")
    if reply.status >= 500:
        return Trouble(Failure.SERVER_ERROR, f"the Hub failed with status {reply.status}; try again later")
    return Trouble(Failure.MALFORMED, f"the Hub answered with the unexpected status {reply.status}")
