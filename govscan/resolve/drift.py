"""What a lock is made of, and what has changed since: evidence and facts enter, an entry or the differences leave."""

from __future__ import annotations

from collections.abc import Mapping

from govscan.evidence import LockEntry, Resolved
from govscan.facts import Facts
from govscan.resolve.documents import CONFIGS, MINOR_CONFIGS


def entry_of(evidence: Resolved, facts: Facts, fetched: str) -> LockEntry:
    """The lock entry of a model that was just resolved. `fetched` is an ISO date. Of the documents only card and
    license texts are recorded: they are what an approval rests on."""
    bases = facts.value("model.base_models")
    return LockEntry(
        revision=evidence.revision_sha,
        license_declared=_text(facts, "license.declared"),
        license_detected=_text(facts, "license.detected"),
        license_concluded=_text(facts, "license.concluded"),
        base_models=bases if isinstance(bases, tuple) else (),
        documents=tuple(sorted(_digests(evidence).items())),
        fetched=fetched,
        line=0,
    )


def drift(entry: LockEntry, evidence: Resolved) -> tuple[str, ...]:
    """What is upstream no longer as it was locked, one sentence each; empty where nothing moved. Evidence that is
    itself the lock, or has no revision, cannot have drifted."""
    if evidence.lock is not None or evidence.revision_sha is None:
        return ()
    changes = []
    if entry.revision and entry.revision != evidence.revision_sha:
        changes.append(f"the revision was {entry.revision} and is now {evidence.revision_sha}")
    before, now = dict(entry.documents), _digests(evidence)
    changes += [f"{name} has changed" for name in sorted(before.keys() & now.keys()) if before[name] != now[name]]
    changes += [f"{name} is new" for name in sorted(now.keys() - before.keys())]
    changes += [f"{name} is gone" for name in sorted(before.keys() - now.keys())]
    return tuple(changes)


def _digests(evidence: Resolved) -> Mapping[str, str]:
    """Of everything but configs, so that a license file of an unusual name, which the card links to, is among it."""
    configs = {*CONFIGS, *MINOR_CONFIGS}
    return {document.name: document.sha256 for document in evidence.documents if document.name not in configs}


def _text(facts: Facts, name: str) -> str | None:
    value = facts.value(name)
    return value if isinstance(value, str) else None
