"""What earlier runs read from a Hub: an identity enters, evidence of the cache leaves, where it still holds."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable

from govscan.evidence import Artifact, Document, HubRecord, Resolved
from govscan.reference import Identity
from govscan.resolve.cache import is_commit
from govscan.resolve.store import CachedDocument, CachedModel, CachedWeights, Store


class Memory:
    """The part of the evidence cache that belongs to one Hub. `max_age` is for how many seconds an answer about a
    branch or a tag is taken without asking again; a full commit can only ever mean one content."""

    def __init__(self, store: Store, endpoint: str, max_age: float) -> None:
        self.store, self.endpoint, self.max_age = store, endpoint, max_age

    def known(self, identity: Identity) -> CachedModel | None:
        """What was read of this very name and revision."""
        found = self.store.recall(self._key(identity))
        if found is not None and is_commit(identity.revision) and found.sha != identity.revision:
            return None
        return found

    def unasked(self, identity: Identity, known: CachedModel) -> Resolved | None:
        """The evidence that needs no request; None where the Hub has to be asked."""
        if is_commit(identity.revision):
            return self.evidence(identity, known)
        age = time.time() - known.read
        if not 0 <= age <= self.max_age:
            return None
        day = dt.datetime.fromtimestamp(known.read, dt.UTC).date().isoformat()
        return self.evidence(identity, known, f"read on {day}; the Hub was not asked again")

    def unchanged(self, identity: Identity, known: CachedModel) -> Resolved | None:
        """The evidence, now that the Hub has said that nothing has changed; None where it is not whole any more."""
        answer = self.evidence(identity, known)
        if answer is not None:
            fields = {name: getattr(known, name) for name in known.__struct_fields__}
            self.store.remember(self._key(identity), CachedModel(**{**fields, "read": time.time()}))
        return answer

    def evidence(self, identity: Identity, known: CachedModel, note: str = "") -> Resolved | None:
        documents = self.store.documents(known)
        if documents is None:
            return None
        return Resolved(
            identity,
            "hub",
            revision_sha=known.sha,
            documents=documents,
            artifacts=tuple(Artifact(name, size) for name, size in known.files),
            hub=known.hub,
            headers=known.headers,
            examined=known.examined,
            code=known.code,
            notes=(*known.notes, note) if note else known.notes,
        )

    def document(self, known: CachedModel | None, sha: str, name: str) -> Document | None:
        """A document of the same commit that was read before."""
        if known is None or known.sha != sha:
            return None
        found = next((document for document in known.documents if document.name == name), None)
        data = self.store.get(found.sha256) if found is not None else None
        return Document.of(name, found.source, data) if found is not None and data is not None else None

    def weights(self, sha256: str, suffix: str) -> CachedWeights | None:
        """What a weight file was found to hold that this Hub says has this digest."""
        return self.store.recall_weights((self.endpoint, sha256, suffix))

    def keep_weights(self, sha256: str, suffix: str, weights: CachedWeights) -> None:
        """Remember that."""
        self.store.remember_weights((self.endpoint, sha256, suffix), weights)

    def keep(self, identity: Identity, answer: Resolved, hub_id: str, etag: str, documents: Iterable[Document]) -> None:
        """Remember whole evidence under the name and revision it was asked for, and under its commit."""
        cached = CachedModel(
            id=hub_id,
            sha=answer.revision_sha or "",
            etag=etag,
            read=time.time(),
            files=tuple((artifact.name, artifact.size) for artifact in answer.artifacts),
            documents=tuple(CachedDocument(each.name, each.source, each.sha256) for each in documents),
            hub=answer.hub or HubRecord(),
            notes=answer.notes,
            headers=answer.headers,
            examined=answer.examined,
            code=answer.code,
        )
        self.store.remember(self._key(identity), cached)
        if identity.revision != cached.sha:
            pinned = Identity(identity.provider, identity.name, cached.sha)
            self.store.remember(self._key(pinned), cached)

    def _key(self, identity: Identity) -> tuple[str, ...]:
        return (self.endpoint, identity.name.lower(), identity.revision or "")
