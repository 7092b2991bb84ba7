"""The plug point of this folder: what every resolver looks like."""

from __future__ import annotations

from typing import Protocol

from govscan.evidence import Evidence
from govscan.reference import Identity


class Resolver(Protocol):
    """One place where evidence can be had."""

    def answer(self, identity: Identity) -> Evidence | None:
        """Evidence about a model, or why there is none; None leaves the question to the next resolver."""
        ...
