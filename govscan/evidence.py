"""What was read about a referenced model: documents, artifacts and hub metadata, or the reason there are none."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from msgspec import Struct, field

from govscan.reference import Identity


class Document(Struct, frozen=True):
    """A text that was read: `name` as in the model's folder ("README.md"), `source` a place a person can open
    ("models/house/README.md", "https://huggingface.co/org/name/blob/<sha>/LICENSE")."""

    name: str
    source: str
    sha256: str
    text: str

    @classmethod
    def of(cls, name: str, source: str, data: bytes) -> Document:
        """Decode `data` (UTF-8, UTF-16 with a byte-order mark, else with replacement) and fingerprint the bytes."""
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        text = data.decode(encoding, errors="replace")
        return cls(name, source, hashlib.sha256(data).hexdigest(), text)


class Artifact(Struct, frozen=True):
    """A file of the model that is not a document: weights, code, tokenizer. `size` in bytes, None if unknown."""

    name: str
    size: int | None = None


class Header(Struct, frozen=True):
    """What the header of a weight file says of the model: `entries` are its keys and values as text, `trouble` is why
    it could not be read, or not to its end."""

    name: str
    format: str  # "safetensors" or "gguf"
    entries: tuple[tuple[str, str], ...]
    trouble: str = ""

    def get(self, *keys: str) -> str:
        """The value of the first of these keys that has one; "" where none has."""
        said = dict(self.entries)
        return next((said[key] for key in keys if said.get(key, "").strip()), "")


class Danger(StrEnum):
    """What an import of a pickle tells."""

    DANGEROUS = "dangerous"  # runs programs, opens files or connections, or leads to what does
    UNFAMILIAR = "unfamiliar"  # nobody knows; its code would run
    KNOWN = "known"  # needed to put tensors, arrays or plain data together


class Import(Struct, frozen=True):
    """A name that a pickle has imported when it is loaded. `place` is the file, with the member of an archive behind a
    "!"; `module` and `name` are "?" where they are computed at load time."""

    module: str
    name: str
    danger: Danger
    place: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


class Examined(Struct, frozen=True):
    """What a weight file was found to hold. `format` goes by its content; `dangers` are sentences about constructs that
    run code or reach outside, other than imports; `troubles` say why something could not be read to its end."""

    name: str
    format: str
    imports: tuple[Import, ...] = ()
    dangers: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()  # chat templates in it, by their keys


class HubRecord(Struct, frozen=True):
    """What a hub's metadata says, apart from the files."""

    gated: bool | None = None
    license_tag: str | None = None
    pipeline_tag: str | None = None
    base_models: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    created: str | None = None  # ISO date
    security_scan: str | None = None


class LockEntry(Struct, frozen=True):
    """What `govscan.lock` recorded of a model: the conclusion of an earlier, online run."""

    revision: str | None
    license_declared: str | None
    license_detected: str | None
    license_concluded: str | None
    base_models: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]  # (name, sha256)
    fetched: str  # ISO date
    line: int
    gated: bool | None = None
    formats: tuple[str, ...] = ()
    base: bool = False  # locked because a model that the code names was made from it
    terms: str | None = None  # of a hosted API: the address of its terms of service
    terms_read: str | None = None  # ISO date on which the catalog's knowledge of them was last checked


class Failure(StrEnum):
    """Why nothing could be read. `retryable` ones may end differently tomorrow."""

    NOT_FOUND = "not-found"
    GATED = "gated"
    UNAUTHORIZED = "unauthorized"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    NETWORK = "network"
    MALFORMED = "malformed"  # truncated, wrong content type, not what the hub should send
    OFFLINE = "offline"  # nobody asked the network
    NOT_LOCKED = "not-locked"  # the lock file does not know the model
    MISSING = "missing"  # a local path that is not in the tree
    UNNAMED = "unnamed"  # code names a service, but no model
    UNSUPPORTED = "unsupported"  # no resolver for this provider
    CRASH = "crash"

    @property
    def retryable(self) -> bool:
        return self in _RETRYABLE


_RETRYABLE = frozenset(
    {Failure.RATE_LIMITED, Failure.SERVER_ERROR, Failure.TIMEOUT, Failure.NETWORK, Failure.MALFORMED}
)


class Resolved(Struct, frozen=True):
    """Evidence that was read. `revision_sha` is the full commit the documents belong to, where there is one;
    `origin` is "local", "hf-cache", "hub", "lock", "hosted-api" or "dump" (a row of a table, which lists no files)."""

    identity: Identity
    origin: str
    revision_sha: str | None = None
    documents: tuple[Document, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    hub: HubRecord | None = None
    lock: LockEntry | None = None
    headers: tuple[Header, ...] = ()
    notes: tuple[str, ...] = field(default=())  # bounds that were hit, documents that could not be read
    examined: tuple[Examined, ...] = ()  # weight files whose content was looked at
    recorded: LockEntry | None = None  # beside evidence that is newer: what the lock says of the same model
    recorded_texts: tuple[Document, ...] = ()  # documents as they were when they were locked, where still at hand

    def document(self, *names: str) -> Document | None:
        """The first document with one of these names, ignoring case."""
        wanted = {name.lower() for name in names}
        return next((doc for doc in self.documents if doc.name.lower() in wanted), None)


class Unresolved(Struct, frozen=True):
    """No evidence, and why. `detail` is one sentence for a person; it never carries a token or a stack."""

    identity: Identity
    failure: Failure
    detail: str


Evidence = Resolved | Unresolved
