"""What is known of the models that others were made from, each read and judged once however many name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from govscan.catalog import Catalog
from govscan.evidence import Evidence, Failure, Unresolved
from govscan.identify.bases import Parent, parents
from govscan.identify.conclude import Conclusion, conclude
from govscan.identify.documents import read
from govscan.identify.license_terms import concluded_terms
from govscan.identify.terms import Terms
from govscan.reference import Identity

KEPT: Final = 8_192
"""Relatives that are remembered. Families share few ancestors: the popular ones stay."""


class Relative(Struct, frozen=True):
    """A base model or teacher as far as its own evidence tells."""

    conclusion: Conclusion
    terms: Terms
    parents: tuple[Parent, ...]


class Relatives:
    """Asks `find` for the evidence of a relative, which answers None where it has none. `generations` is how far up
    it is asked; None for as far as a lineage goes."""

    def __init__(self, find: Callable[[Identity], Evidence | None], generations: int | None = None) -> None:
        self._find, self._generations = find, generations
        self._known: dict[Identity, Relative] = {}  # by the name as written, which conclusions repeat

    @classmethod
    def of(cls, family: Mapping[Identity, Evidence]) -> Relatives:
        """Those of a run that has gathered all evidence before."""
        by_key = {identity.key: evidence for identity, evidence in family.items()}
        return cls(lambda identity: by_key.get(identity.key))

    def get(self, identity: Identity, depth: int, catalog: Catalog) -> Relative:
        """A relative; `depth` is its distance from the model that is asked about."""
        far = self._generations is not None and depth > self._generations
        found = None if far else self._known.get(identity)
        if found is not None:
            return found
        evidence = None if far else self._find(identity)
        opened = read(evidence or Unresolved(identity, Failure.NOT_FOUND, f"{identity} was not resolved"))
        conclusion = conclude(identity, opened, catalog)
        found = Relative(conclusion, concluded_terms(conclusion, catalog), parents(identity, opened, catalog))
        if not far:
            if len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[identity] = found
        return found
