"""Where a model comes from: its base models and theirs, their licenses, and what could not be followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.evidence import Resolved
from govscan.facts import Source, SourceKind
from govscan.identify.bases import Parent, parents
from govscan.identify.claim import cite
from govscan.identify.conclude import Conclusion, catalog_source, cataloged
from govscan.identify.documents import Reading
from govscan.identify.relatives import Relative, Relatives
from govscan.identify.terms import Terms
from govscan.reference import Identity

MAX_DEPTH: Final = 8
MAX_ANCESTORS: Final = 64


class Ancestor(Struct, frozen=True):
    """A base model or a teacher: how it was named, by which model (`child`, "" for the one that is asked about), and
    what is concluded of its own license."""

    parent: Parent
    conclusion: Conclusion
    terms: Terms
    child: str = ""


class Lineage(Struct, frozen=True):
    """All ancestors that could be followed, nearest first and then by name, so that the order in which a card lists
    them means nothing. `teachers` are models whose outputs the model or an ancestor was trained with; `merges` are
    the base models that were merged with each other. `gaps` says why others could not be followed; `asked` is the
    source that would have named a base model, None where nothing was read that could."""

    ancestors: tuple[Ancestor, ...]
    teachers: tuple[Ancestor, ...]
    merges: tuple[tuple[Identity, ...], ...]
    parents: tuple[Parent, ...]
    gaps: tuple[str, ...]
    asked: Source | None


def trace(identity: Identity, reading: Reading, relatives: Relatives, catalog: Catalog) -> Lineage:
    """Follow the base models, breadth first, to a depth of 8 and at most 64 models. Each ancestor is judged by its
    own evidence alone; the catalog speaks where that was not read. A teacher is judged, but not followed: what it was
    made of is not in what learned from it."""
    walk = _Walk(relatives, catalog, identity)
    first = parents(identity, reading, catalog)
    walk.meet(first, "", 1)
    walk.follow()
    walk.ask_teachers()
    return Lineage(
        tuple(walk.ancestors),
        tuple(walk.teachers),
        tuple(walk.merges),
        first,
        tuple(walk.gaps),
        _asked(identity, reading, catalog),
    )


class _Walk:
    """What is gathered on the way up."""

    def __init__(self, relatives: Relatives, catalog: Catalog, identity: Identity) -> None:
        self.relatives = relatives
        self.catalog = catalog
        self.seen = {identity.key}
        self.ancestors: list[Ancestor] = []
        self.teachers: list[Ancestor] = []
        self.merges: list[tuple[Identity, ...]] = []
        self.gaps: list[str] = []
        self.ahead: deque[tuple[Parent, str, int]] = deque()
        self.taught: list[tuple[Parent, str, int]] = []

    def meet(self, named: Iterable[Parent], child: str, depth: int) -> None:
        """Take up the parents that a model names; `depth` is their distance."""
        ordered = sorted(named, key=_rank)
        self.ahead.extend((parent, child, depth) for parent in ordered if parent.relation != "distilled")
        self.taught += [(parent, child, depth) for parent in ordered if parent.relation == "distilled"]
        merged = tuple(parent.identity for parent in ordered if parent.relation == "merge" and parent.identity)
        if len(merged) > 1:
            self.merges.append(merged)

    def follow(self) -> None:
        while self.ahead:
            parent, child, depth = self.ahead.popleft()
            if parent.identity is None:
                self.gaps.append(
                    f"{parent.name} ({parent.source}) is not the id of a model, or is a path that is not in the tree"
                )
            elif parent.identity.key not in self.seen:
                if depth > MAX_DEPTH or len(self.ancestors) >= MAX_ANCESTORS:
                    self.gaps.append(_beyond_bounds())
                    return
                known = self._met(parent.identity, depth)
                self.ancestors.append(self._judged(parent, known, child))
                self.meet(known.parents, parent.name, depth + 1)

    def ask_teachers(self) -> None:
        """A teacher that is a base model as well is one: then all of its license binds already."""
        for teacher, child, depth in self.taught:
            if teacher.identity is None:
                self.gaps.append(_hosted(teacher, child))
            elif teacher.identity.key not in self.seen:
                if len(self.teachers) >= MAX_ANCESTORS:
                    self.gaps.append(_beyond_bounds())
                    return
                self.teachers.append(self._judged(teacher, self._met(teacher.identity, depth), child))

    def _met(self, identity: Identity, depth: int) -> Relative:
        self.seen.add(identity.key)
        return self.relatives.get(identity, depth, self.catalog)

    def _judged(self, parent: Parent, known: Relative, child: str) -> Ancestor:
        conclusion = known.conclusion
        if conclusion.expression is None:
            reason = getattr(conclusion.concluded.expression, "reason", "")
            self.gaps.append(f"the license of {parent.name} ({parent.source}) is not known: {reason}")
        elif not conclusion.concluded.settled:
            self.gaps.append(
                f"the license of {parent.name} ({parent.source}) is not known: {conclusion.expression} is a name that "
                f"stands for no one text ({conclusion.concluded.source})"
            )
        return Ancestor(parent, conclusion, known.terms, child)


def _rank(parent: Parent) -> tuple[tuple[str, ...], str]:
    return (parent.identity.key if parent.identity else (), parent.name)


def _beyond_bounds() -> str:
    return f"the lineage goes on beyond {MAX_DEPTH} generations or {MAX_ANCESTORS} models"


def _hosted(teacher: Parent, child: str) -> str:
    return (
        f"{teacher.name} ({teacher.source}), with whose outputs {child or 'the model'} was trained, is a hosted "
        "service: its terms decide what may be trained with them, and were not read"
    )


def _asked(identity: Identity, reading: Reading, catalog: Catalog) -> Source | None:
    """What would have named a base model, if there was one. A README without front matter has no place for it."""
    if reading.card is not None and reading.matter.present and not reading.matter.trouble:
        return cite(reading.card, SourceKind.CARD, reading.matter.line)
    evidence = reading.evidence
    if isinstance(evidence, Resolved) and evidence.hub is not None:
        return Source(SourceKind.HUB, identity.purl or str(identity))
    if isinstance(evidence, Resolved) and evidence.lock is not None:
        return Source(SourceKind.LOCK, "govscan.lock", evidence.lock.line, as_of=evidence.lock.fetched)
    record = cataloged(identity, catalog)
    return replace(catalog_source(record), quote="") if record is not None else None
