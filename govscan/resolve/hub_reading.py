"""The files of one model of a Hub: names enter, documents and headers leave, all of one commit."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from govscan import limits
from govscan.evidence import Artifact, Document, Failure, Header, Resolved
from govscan.reference import Identity
from govscan.resolve.documents import too_large, unread
from govscan.resolve.headers import header_of
from govscan.resolve.hub_http import Reply, Transport, Trouble
from govscan.resolve.hub_memory import Memory
from govscan.resolve.hub_record import ModelInfo
from govscan.resolve.store import CachedModel


class Place(Struct, frozen=True):
    """A Hub: its address, the address as it may be shown, how it is asked, and what is remembered of it."""

    endpoint: str
    shown: str
    transport: Transport
    memory: Memory | None


class Reading:
    """The files of one model as they come in."""

    def __init__(self, place: Place, info: ModelInfo, known: CachedModel | None) -> None:
        self.place, self.info, self.known = place, info, known
        self.documents: dict[str, Document | None] = {}
        self.headers: list[Header] = []
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
        path = f"{quote(self.info.id)}/resolve/{self.info.sha}/{quote(name)}"
        reply = self.place.transport.get(f"{self.place.endpoint}/{path}", limits.DOCUMENT_BYTES)
        if reply.status in (401, 403):
            self.refused.append(name)
        elif reply.status == 404:
            self.notes.append(f"{name} is listed, but the Hub does not have it")
        elif reply.status != 200:
            raise unavailable(reply)
        elif reply.content_type.startswith("text/html") and not name.lower().endswith((".html", ".htm")):
            sentence = f"the Hub sent a web page instead of {name}; is a proxy or a login page in between?"
            raise Trouble(Failure.MALFORMED, sentence)
        elif reply.commit not in (None, self.info.sha):
            raise Trouble(Failure.MALFORMED, f"the Hub sent {name} of another commit than was asked for")
        elif reply.body is None:
            self.notes.append(too_large(name, reply.length))
        else:
            source = f"{self.place.shown}/{self.info.id}/blob/{self.info.sha}/{quote(name)}"
            self.documents[name] = Document.of(name, source, reply.body)
            if self.place.memory is not None:
                self.place.memory.store.put(reply.body)

    def peek(self, name: str) -> None:
        """Read the header of a weight file, never the weights. What cannot be had of it is a note: card and license
        speak for themselves."""
        if self.known is not None and self.known.sha == self.info.sha and self.known.headers:
            self.headers.extend(self.known.headers)
            return
        path = f"{quote(self.info.id)}/resolve/{self.info.sha}/{quote(name)}"
        try:
            reply = self.place.transport.head(f"{self.place.endpoint}/{path}", limits.HUB_HEADER_BYTES)
        except Trouble as trouble:
            self.notes.append(f"the header of {name} could not be read: {trouble.detail}")
            self.whole = False
            return
        header = header_of(name, reply.body) if reply.status in (200, 206) and reply.body else None
        if header is not None:
            self.headers.append(header)
        else:
            self.notes.append(f"the header of {name} could not be read (status {reply.status})")
            self.whole = self.whole and reply.status in (200, 206, 401, 403, 404)

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
            notes=tuple(notes),
        )


def unavailable(reply: Reply) -> Trouble:
    """Why a reply that should have been a file, or metadata, is none."""
    if reply.status == 429:
        return Trouble(Failure.RATE_LIMITED, "the Hub limits the rate of requests (429); try again later")
    if reply.status >= 500:
        return Trouble(Failure.SERVER_ERROR, f"the Hub failed with status {reply.status}; try again later")
    return Trouble(Failure.MALFORMED, f"the Hub answered with the unexpected status {reply.status}")
