"""Identities enter, evidence leaves: documents, artifacts and metadata, or the reason that there are none.

The first resolver that has an answer wins; failure to resolve is a value, never an exception. Nothing that is
scanned decides which address is asked: the endpoint of the Hub comes from the user's environment alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govscan.evidence import Evidence
from govscan.reference import Identity


@dataclass(frozen=True, slots=True)
class ResolveOptions:
    """`root` is the scanned tree (local folders, `govscan.lock`); `offline` asks no network; `locked` takes the
    lock file as the only authority, so that a model it lacks is unresolved (NOT_LOCKED)."""

    root: Path
    offline: bool = False
    locked: bool = False
    timeout: float = 10.0  # seconds a request may take
    workers: int = 8


def resolve(identities: Sequence[Identity], options: ResolveOptions) -> Mapping[Identity, Evidence]:
    """Evidence for every identity; each is asked for once.

    Raises:
        govscan.errors.InvalidInput: `govscan.lock` is there but cannot be read as one.
    """
    raise NotImplementedError
