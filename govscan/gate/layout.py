"""A list of git's files enters, a folder with their bytes leaves: what is scanned instead of a checkout.

What the repository's own rules would hide from a scan is not hidden here: a `.gitignore` says nothing about files that
git keeps, and a `pyvenv.cfg` beside code makes nobody's code an installed package.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from typing import Final

from govscan import limits
from govscan.discover.kinds import surface_of
from govscan.errors import Problem, ProblemKind
from govscan.git import LINK, SUBMODULE, Entry, Repository

WHOLE: Final = 1024 * 1024
"""Of a file of no known surface (weights, data) only so many bytes are written, with its size: enough for a header."""

ABSENT: Final = "its content is not in this clone (a partial one?); fetch it whole"

NOT_TAKEN: Final = frozenset({".gitignore", "pyvenv.cfg"})


def lay_out(
    repository: Repository, entries: Sequence[Entry], folder: Path, *, tracked: bool = True
) -> tuple[Problem, ...]:
    """Write `entries` below `folder`, which must be empty, and say what could not be written. `tracked` leaves out
    what would keep a scan from reading files that git has.

    Raises:
        GovscanError: git cannot deliver the bytes.
    """
    (folder / ".git").mkdir()  # where the search for a policy ends
    hiding = NOT_TAKEN if tracked else frozenset[str]()
    taken = [
        each for each in entries if each.mode == LINK or (each.mode != SUBMODULE and basename(each.path) not in hiding)
    ]
    odd = "no path that git would check out"
    problems = [Problem(each.path, 0, ProblemKind.UNREADABLE, odd) for each in taken if not is_plain(each.path)]
    plain = [each for each in taken if is_plain(each.path)]
    plain.sort(key=lambda each: each.mode == LINK)  # links last, so that no file is ever written through one
    made: set[str] = set()
    contents = repository.contents([each.blob for each in plain], [_limit(each) for each in plain])
    for entry, data in zip(plain, contents, strict=True):
        try:
            _folder(folder, dirname(entry.path), made)
            if data is None and surface_of(entry.path) is not None:
                problems.append(Problem(entry.path, 0, ProblemKind.UNREADABLE, ABSENT))
            elif data is None:
                (folder / entry.path).touch()  # its name is all that can be known
            elif entry.mode == LINK:
                _link(folder, entry.path, os.fsdecode(data))
            else:
                _file(folder / entry.path, data, entry.size)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "cannot be written"
            problems.append(Problem(entry.path, 0, ProblemKind.UNREADABLE, reason))
    return tuple(problems)


def is_plain(path: str) -> bool:
    """Whether a path of a tree stays where it belongs. Trees can be made by hand."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part for part in parts)


def _limit(entry: Entry) -> int:
    if entry.mode == LINK:
        return 4096
    if entry.size <= WHOLE:
        return entry.size
    return entry.size if surface_of(entry.path) is not None and entry.size <= limits.SOURCE_BYTES else WHOLE


def _folder(root: Path, path: str, made: set[str]) -> None:
    if path and path not in made:
        (root / path).mkdir(parents=True, exist_ok=True)
        made.add(path)


def _file(path: Path, data: bytes, size: int) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        if size > len(data):
            file.truncate(size)  # the rest is a hole: the size counts, and nothing reads that far


def _link(root: Path, path: str, target: str) -> None:
    """A link that ends inside of the tree; one that leads out of it has nothing to say here."""
    inside = normpath(join(dirname(path), target))
    if not target.startswith("/") and inside != ".." and not inside.startswith("../"):
        (root / path).symlink_to(target)
