"""`govscan.lock`: what an earlier, online run concluded, by model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from govscan.evidence import LockEntry
from govscan.reference import Identity, Location, Reference

LOCK_NAME = "govscan.lock"
LOCK_VERSION = 1

Key = tuple[str, str, str, str]


def lock_key(identity: Identity) -> Key:
    """What decides whether a lock entry is about a model: provider, name without case, the revision that code asks
    for, and for a hosted API the host. Where open weights are served, and a region, change nothing that is locked."""
    hosted = identity.provider != "huggingface"
    endpoint = (identity.endpoint or "").lower() if hosted else ""
    return (identity.provider, identity.name.lower(), identity.revision or "", endpoint)


class Lock(Mapping[Identity, LockEntry]):
    """Lock entries by model. `lock[identity]` compares by `lock_key`; a model that code pins to a full commit is also
    found where that very commit was locked under another revision of the same name."""

    def __init__(
        self, entries: Iterable[tuple[Identity, LockEntry]] = (), policies: Mapping[str, str] | None = None
    ) -> None:
        """`policies` has the sha256 of every policy file of other packages and repositories, by its name."""
        self.policies = policies or {}
        self._by_key = {lock_key(identity): (identity, entry) for identity, entry in entries}
        self._by_commit = {
            (identity.provider, identity.name.lower(), entry.revision): entry
            for identity, entry in self._by_key.values()
            if entry.revision
        }

    def __getitem__(self, identity: Identity) -> LockEntry:
        found = self._by_key.get(lock_key(identity))
        if found is not None:
            return found[1]
        return self._by_commit[(identity.provider, identity.name.lower(), identity.revision or "")]

    def __iter__(self) -> Iterator[Identity]:
        return (identity for identity, _ in self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)


def references_of(lock: Lock, shown: str) -> tuple[Reference, ...]:
    """The models that a lock has as if code named them there; base models, which no code names, are left out. `shown`
    is the path of the lock."""
    return tuple(
        Reference(
            identity.provider,
            identity.name,
            Location(shown, lock[identity].line),
            "lock:model",
            revision=identity.revision,
            endpoint=identity.endpoint,
            region=identity.region,
        )
        for identity in lock
        if not lock[identity].base
    )
