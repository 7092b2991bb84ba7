"""Facts that an earlier, online run left in `govscan.lock`: its entry enters, facts with its line and date leave."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.evidence import LOCKED, Evidence, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown


def locked_facts(evidence: Evidence) -> Iterator[Fact]:
    """The facts of `LOCKED`, where the lock is all there is; what it does not say is unknown."""
    if not isinstance(evidence, Resolved) or evidence.lock is None:
        return
    lock = evidence.lock
    source = Source(SourceKind.LOCK, "govscan.lock", lock.line, as_of=lock.fetched)
    if lock.formats:
        yield Fact("artifacts.formats", lock.formats, source)
    said = dict(lock.facts)
    for name in LOCKED:
        yield Fact(name, said.get(name, Unknown("govscan.lock does not say; run `govscan lock`")), source)
