"""A folder of model folders, or a Hugging Face cache: folders enter, tasks leave."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.fleet.task import Bad, Met, Order, Subject, Task
from govscan.reference import Identity
from govscan.resolve.cache import Cache, is_commit
from govscan.resolve.local import Local
from govscan.resolve.names import is_hub_id

ROWS: Final = 64
"""Folders of a task."""
DEEPEST: Final = 4
"""Levels below the source in which models are looked for."""
_CACHED: Final = "models--"


class Folders:
    """The models below a folder, in the order of their paths."""

    kind = "folders"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = any(each.name.startswith(_CACHED) for each in root.iterdir() if each.is_dir())
        self._found: list[Identity] = []

    def prepare(self, folder: Path) -> None:
        self._found = list(_cached(self.root) if self.cache else _laid_out(self.root))

    def tasks(self, done: frozenset[int]) -> Iterator[Task]:
        for number, first in enumerate(range(0, len(self._found), ROWS)):
            if number not in done:
                some = self._found[first : first + ROWS]
                yield Task(number, first, len(some), (first, tuple(some)))

    def opener(self) -> OpenFolders:
        return OpenFolders(str(self.root.resolve()), self.cache)

    def rows(self) -> int | None:
        return len(self._found)

    def described(self) -> Mapping[str, Any]:
        return {"layout": "hf-cache" if self.cache else "folders"}

    def troubles(self) -> tuple[Bad, ...]:
        return () if self._found else (Bad(0, self.root.name, "unreadable", "no folder of a model was found"),)


def _cached(root: Path) -> Iterator[Identity]:
    """The models of a cache: at the branch main, else at the last of the commits that were downloaded."""
    for home in sorted(root.glob(f"{_CACHED}*")):
        name = home.name.removeprefix(_CACHED).replace("--", "/")
        if (home / "refs" / "main").is_file():
            yield Identity("huggingface", name)
            continue
        snapshots = home / "snapshots"
        commits = [each.name for each in snapshots.iterdir() if is_commit(each.name)] if snapshots.is_dir() else []
        yield Identity("huggingface", name, max(commits, default=None))


def _laid_out(root: Path) -> Iterator[Identity]:
    """Folders that hold a model. One in a folder of an organization has the name that it has on the Hub."""
    local = Local(root)
    real = root.resolve()
    for place, folders, _ in os.walk(real):
        here = Path(place)
        relative = here.relative_to(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if here != real and local.holds_model(here):
            folders.clear()
            name = relative.as_posix()
            hub = len(relative.parts) == 2 and is_hub_id(name)
            yield Identity("huggingface" if hub else "local", name)
        elif len(relative.parts) >= DEEPEST:
            folders.clear()


class OpenFolders(Struct, frozen=True):
    """Makes the reader of folders."""

    root: str
    cache: bool

    def open(self, order: Order) -> FolderReader:
        return FolderReader(Path(self.root), self.cache)


class FolderReader:
    """Names of folders enter, models leave."""

    def __init__(self, root: Path, cache: bool) -> None:
        self._resolver = Cache(pinned_only=False, environment={"HF_HUB_CACHE": str(root)}) if cache else Local(root)

    def read(self, payload: tuple[int, Sequence[Identity]]) -> Iterator[Met]:
        first, identities = payload
        for row, identity in enumerate(identities, first):
            evidence = self._resolver.answer(identity)
            if evidence is None:
                reason = "neither a card nor a license text of it lies here"
                yield Bad(row, identity.name, "unreadable", reason)
                evidence = Unresolved(identity, Failure.MISSING, reason)
            bad = evidence.notes if isinstance(evidence, Resolved) else ()
            large = tuple(Bad(row, identity.name, "too-large", note) for note in bad if "over the bound" in note)
            yield Subject(row, identity.name, identity, evidence, large)

    def relative(self, identity: Identity) -> Evidence:
        found = self._resolver.answer(identity)
        return found or Unresolved(identity, Failure.OFFLINE, f"{identity.name} is not in the set")
