"""What the next commit would hold: the index enters, the files to judge and the folder to read them in leave.

Where the work tree has the same content as the index, it is read as it is; else the index is laid out beside it, so
that a change that is not staged decides nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from govscan.errors import GovscanError
from govscan.gate.layout import lay_out
from govscan.gate.records import is_record
from govscan.git import LINK, SUBMODULE, Entry, Repository, open_repository


class Staged(Struct, frozen=True):
    """`files` are the paths that the next commit adds or changes, below `folder`, which holds them as staged; `name`
    is the repository's."""

    folder: Path
    files: tuple[Path, ...]
    name: str


@contextmanager
def staged(here: Path) -> Iterator[Staged]:
    """The staged files below a folder, for as long as the context lasts.

    Raises:
        GovscanError: no work tree of git, or git failed.
    """
    repository = _work_tree(here)
    changed = _names(repository, "diff", "--cached", "--relative", "--diff-filter=ACMRT", "--ignore-submodules")
    unstaged = _names(repository, "diff", "--no-ext-diff", "--ignore-submodules", "--no-relative")
    prefix = repository.prefix
    if not any(f"{prefix}{name}" in unstaged for name in changed) and not any(map(is_record, unstaged)):
        yield Staged(here, tuple(here / name for name in sorted(changed)), repository.name)
        return
    with tempfile.TemporaryDirectory(prefix="govscan-staged-") as scratch:
        folder = Path(scratch) / (repository.name or "repository")
        folder.mkdir()
        entries = index(repository)
        problems = lay_out(repository, entries, folder, tracked=False)
        if problems:
            raise GovscanError(f"what is staged cannot be laid out: {problems[0]}")
        place = folder / prefix
        place.mkdir(parents=True, exist_ok=True)
        links = {entry.path for entry in entries if entry.mode in (LINK, SUBMODULE)}
        files = tuple(place / name for name in sorted(changed) if f"{prefix}{name}" not in links)
        yield Staged(place, files, repository.name)


def index(repository: Repository) -> tuple[Entry, ...]:
    """Every file of the index; of one with a merge conflict, our side.

    Raises:
        GovscanError: git failed.
    """
    rows: dict[str, tuple[str, str]] = {}
    for row in replace(repository, folder=repository.top).ask("ls-files", "-s", "-z").split(b"\0"):
        if row:
            head, _, path = row.partition(b"\t")
            mode, blob, _ = head.decode("ascii").split()
            rows.setdefault(path.decode(errors="surrogateescape"), (mode, blob))
    blobs = [blob for mode, blob in rows.values() if mode != SUBMODULE]
    sizes = repository.sizes(blobs)
    return tuple(Entry(mode, blob, sizes.get(blob, 0), path) for path, (mode, blob) in rows.items())


def _work_tree(here: Path) -> Repository:
    repository = open_repository(here, staging=True)
    if repository.bare:
        raise GovscanError(f"{here}: nothing can be staged here, there is no work tree; name the files to check")
    return repository


def _names(repository: Repository, *arguments: str) -> frozenset[str]:
    asked = repository.ask(*arguments, "--name-only", "-z")
    return frozenset(os.fsdecode(name) for name in asked.split(b"\0") if name)
