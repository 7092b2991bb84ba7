"""Identities enter, evidence leaves: documents, artifacts and metadata, or the reason that there are none.

The first resolver that has an answer wins; failure to resolve is a value, never an exception. Nothing that is
scanned decides which address is asked: the endpoint of the Hub comes from the user's environment alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.bounded import hit, watching
from govscan.evidence import Document, Evidence, Failure, LockEntry, Resolved, Unresolved
from govscan.policy import Signer
from govscan.recorder import Fell, reading
from govscan.reference import Identity
from govscan.resolve.cache import Cache
from govscan.resolve.local import Local
from govscan.resolve.lock import Lock
from govscan.resolve.lock_reader import find_lock
from govscan.resolve.names import Hosted, Locked, Nameless, Unasked
from govscan.resolve.resolver import Resolver

REMOTES: Final = {
    "huggingface": "govscan.resolve.hub",
    "ollama": "govscan.resolve.ollama",
    "modelscope": "govscan.resolve.modelscope",
    "mlflow": "govscan.resolve.mlflow",
}
"""The registries that are asked over the network, by provider; each module has `connect` (see `remote`)."""


class ResolveOptions(Struct, frozen=True):
    """`root` is the scanned tree (local folders, `govscan.lock`), `subtrees` are folders of it that may have a lock of
    their own. `offline` asks no network; `locked` takes the lock file as the only authority, so that a model it lacks
    is unresolved (NOT_LOCKED). `max_cache_age` is for how many seconds the evidence cache's word on a branch or tag is
    taken without asking the Hub. `signers` are whose signatures on models are trusted; `hashing` is False where no file
    may be read as a whole for them."""

    root: Path
    subtrees: tuple[str, ...] = ()
    offline: bool = False
    locked: bool = False
    timeout: float = 10.0  # seconds a request may take
    workers: int = 16
    max_cache_age: float = 0.0
    signers: tuple[Signer, ...] = ()
    hashing: bool = True
    compare: bool = True  # put what the lock says beside evidence that is newer
    progress: Callable[[int, int], None] | None = None  # told how many of how many models the Hub has answered for


def resolve(identities: Sequence[Identity], options: ResolveOptions) -> Mapping[Identity, Evidence]:
    """Evidence for every identity; each is asked for once.

    Raises:
        govscan.errors.InvalidInput: `govscan.lock` is there but cannot be read as one.
    """
    offline = options.offline or options.locked or _told_offline()
    lock = find_lock(options.root, options.subtrees) if identities and (offline or options.compare) else None
    resolvers = _resolvers(options, offline, lock if offline else None)
    answers = {identity: _ask(resolvers, identity) for identity in dict.fromkeys(identities)}
    evidence = {identity: answer for identity, answer in answers.items() if answer is not None}
    left = [identity for identity in answers if identity not in evidence]
    if left:
        evidence.update(_ask_remotes(left, options))
    if lock is not None and not offline:
        evidence = {identity: _beside(answer, lock.get(identity)) for identity, answer in evidence.items()}
    return {identity: evidence[identity] for identity in answers}


def _ask_remotes(identities: Sequence[Identity], options: ResolveOptions) -> Mapping[Identity, Evidence]:
    from importlib import import_module

    from govscan.resolve.remote import Asking, ask
    from govscan.resolve.store import Store, store_folder

    store = Store(store_folder())
    asking = Asking(options.timeout, options.workers, options.progress, store, options.max_cache_age)
    found: dict[Identity, Evidence] = {}
    for provider, module in REMOTES.items():
        mine = [identity for identity in identities if identity.provider == provider]
        if mine:
            found.update(ask(mine, import_module(module).connect, asking))
    store.keep_in_bounds()
    return found


def _beside(answer: Evidence, entry: LockEntry | None) -> Evidence:
    """Fresh evidence with what the lock says of the same model, and the texts it was locked with where this machine
    still has them."""
    if entry is None or not isinstance(answer, Resolved) or answer.origin not in ("hub", "hf-cache", *REMOTES):
        return answer
    from govscan.resolve.store import Store, store_folder

    store = Store(store_folder())
    here = {document.sha256 for document in answer.documents}
    missing = [(name, sha256) for name, sha256 in entry.documents if sha256 not in here]
    kept = [(name, sha256, store.get(sha256)) for name, sha256 in missing]
    texts = tuple(Document.of(name, f"locked:{sha256}", data) for name, sha256, data in kept if data is not None)
    return replace(answer, recorded=entry, recorded_texts=texts)


def changed_policies(root: Path, policies: Mapping[str, str]) -> tuple[str, ...]:
    """The policy files (name and sha256) that are not those of `govscan.lock`, as sentences; none without a lock.

    Raises:
        govscan.errors.InvalidInput: as `resolve`.
    """
    lock = find_lock(root) if policies else None
    if lock is None:
        return ()
    return tuple(
        f"the policy {name} is not the one that govscan.lock records: read what changed, then run `govscan lock`"
        for name, sha256 in policies.items()
        if lock.policies.get(name) != sha256
    )


def _resolvers(options: ResolveOptions, offline: bool, lock: Lock | None) -> tuple[Resolver, ...]:
    """Who is asked, in this order, before the Hub. Offline the last one always has an answer; online what is left
    open are Hub models, which are asked for together."""
    tree: tuple[Resolver, ...] = (Local(options.root, options.signers, options.hashing), Nameless())
    hosted = Hosted(lock, options.locked)
    cache = Cache(pinned_only=not offline, signers=options.signers, hashing=options.hashing)
    if options.locked:
        return (*tree, Locked(lock, options.locked), hosted)
    if offline:
        return (*tree, Locked(lock, options.locked), cache, hosted, Unasked(lock))
    return (*tree, cache, hosted)


def _ask(resolvers: tuple[Resolver, ...], identity: Identity) -> Evidence | None:
    for resolver in resolvers:
        try:
            with watching() as told, reading(f"evidence of {identity}"):
                answer = resolver.answer(identity)
            for sentence in told:
                hit(f"{identity}: {sentence}")
        except Fell as error:
            return Unresolved(identity, Failure.CRASH, str(error))
        except Exception as error:  # noqa: BLE001 - a defect in one model must not lose the others
            sentence = f"govscan failed while it looked for the model ({type(error).__name__})"
            return Unresolved(identity, Failure.CRASH, sentence)
        if answer is not None:
            return answer
    return None


def _told_offline() -> bool:
    """Whether the environment forbids the Hub, in the words that huggingface_hub itself understands."""
    told = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return told.upper() in ("1", "ON", "YES", "TRUE")
