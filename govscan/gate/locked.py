"""The lock as a request would change it: two locks enter, what the registries say of every changed entry leaves.

A run without network believes the lock. So an entry that a request brings is read again here, at the commit it names;
without network nobody can, and the request is undecided.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from govscan import limits
from govscan.comparison import RecordChange
from govscan.errors import GovscanError
from govscan.evidence import Evidence, LockEntry, Resolved
from govscan.finding import Verdict
from govscan.identify import identify
from govscan.reference import Identity
from govscan.render import words
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.lock import Lock, lock_key
from govscan.resolve.lock_reader import find_lock
from govscan.resolve.lock_writer import entry_of

PATH: Final = "govscan.lock"
COMPARED: Final = (
    *("license_concluded", "license_declared", "license_detected"),
    *("documents", "base_models", "formats", "gated", "terms"),
)

Entries = Mapping[Identity, LockEntry]


def lock_changes(base: Path, head: Path, known: Path, options: ResolveOptions, now: dt.date) -> Iterator[RecordChange]:
    """What the lock of `head` says that those of `base` and `known` (folders) do not, each entry with whether it is
    true; and what it no longer says."""
    try:
        before, after, trusted = (find_lock(folder, options.subtrees) or Lock() for folder in (base, head, known))
    except GovscanError as error:
        yield RecordChange(PATH, f"cannot be read: {error}", Verdict.UNKNOWN)
        return
    was = {lock_key(identity): before[identity] for identity in before}
    sure = {lock_key(identity): trusted[identity] for identity in trusted}
    now_ = {lock_key(identity): identity for identity in after}
    changed = [
        identity
        for key, identity in now_.items()
        if _said(after[identity]) not in (_said(was.get(key)), _said(sure.get(key)))
    ]
    gone = [identity for identity in before if lock_key(identity) not in now_]
    if gone:
        yield RecordChange(PATH, f"no longer locked: {_named(gone)}")
    if not changed:
        return
    if options.offline or options.locked:
        sentence = f"entries that nobody verified, as there is no network: {_named(changed)}; run the gate with network"
        yield RecordChange(PATH, sentence, Verdict.UNKNOWN)
        return
    yield from _verified({identity: after[identity] for identity in changed[: limits.VERIFIED_ENTRIES]}, options, now)
    if len(changed) > limits.VERIFIED_ENTRIES:
        yield RecordChange(
            PATH, f"{len(changed) - limits.VERIFIED_ENTRIES} more entries were not verified", Verdict.UNKNOWN
        )


def _named(identities: list[Identity]) -> str:
    return words.first_of(identities, 5)


def _said(entry: LockEntry | None) -> tuple[object, ...] | None:
    names = ("revision", *COMPARED, "facts", "code", "code_from")
    return tuple(getattr(entry, name) for name in names) if entry is not None else None


def _verified(entries: Entries, options: ResolveOptions, now: dt.date) -> Iterator[RecordChange]:
    asked = {identity: _at_commit(identity, entry) for identity, entry in entries.items()}
    with tempfile.TemporaryDirectory(prefix="govscan-lock-") as nowhere:  # no folder of the tree speaks for a model
        alone = ResolveOptions(
            Path(nowhere), max_cache_age=options.max_cache_age, progress=options.progress, compare=False
        )
        found = resolve(list(dict.fromkeys(asked.values())), alone)
    right = []
    for identity, entry in entries.items():
        sentence, verdict = _judged(asked[identity], entry, found[asked[identity]], now)
        if verdict is Verdict.PASS:
            right.append(identity)
        else:
            yield RecordChange(PATH, f"{identity}: {sentence}", verdict)
    if right:
        yield RecordChange(PATH, f"locked, and as the registry has it: {_named(right)}")


def _at_commit(identity: Identity, entry: LockEntry) -> Identity:
    revision = entry.revision if identity.provider == "huggingface" and entry.revision else identity.revision
    return Identity(identity.provider, identity.name, revision, identity.endpoint, identity.region)


def _judged(identity: Identity, entry: LockEntry, evidence: Evidence, now: dt.date) -> tuple[str, Verdict]:
    if not isinstance(evidence, Resolved):
        return f"could not be verified: {evidence.detail}", Verdict.UNKNOWN
    facts = identify(identity, (), evidence, {identity: evidence}, (), now)
    real = entry_of(evidence, facts, now.isoformat())
    wrong = [name for name in COMPARED if getattr(entry, name) != getattr(real, name)]
    if wrong:
        said = "; ".join(f"{name} is {_shown(entry, name)}, read today: {_shown(real, name)}" for name in wrong)
        return f"does not say what the model's files say: {said}", Verdict.FAIL
    verdict = _claims(entry, real)
    if verdict is not None:
        return verdict
    if entry.revision != real.revision:
        return f"is of revision {entry.revision}, now {real.revision}", Verdict.NOT_APPLICABLE
    return "", Verdict.PASS


def _claims(entry: LockEntry, real: LockEntry) -> tuple[str, Verdict] | None:
    """What an entry claims of weights and code, against what is read today; what it does not claim is unknown to a run
    without network, and no pass there. None where every claim holds."""
    known = dict(real.facts)
    for name, value in entry.facts:
        if name in known and known[name] != value:
            return f"does not say what the model's files say: {name} is not what is read today", Verdict.FAIL
    if entry.looked_for_code and (entry.code, entry.code_from) != (real.code, real.code_from):
        return "does not say what the model's files say: its code is not what is read today", Verdict.FAIL
    unread = [name for name, _ in entry.facts if name not in known]
    return (f"could not be verified: {unread[0]} is not known today", Verdict.UNKNOWN) if unread else None


def _shown(entry: LockEntry, name: str) -> str:
    value = getattr(entry, name)
    if name == "documents":
        return ", ".join(f"{document} {sha256[:12]}" for document, sha256 in value) or "none"
    return ", ".join(value) if isinstance(value, tuple) and value else str(value or "none")
