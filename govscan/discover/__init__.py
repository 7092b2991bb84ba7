"""Files enter, references leave: every model that code names, with the place and the provider.

Not a word about licenses or policies here, and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govscan.errors import Problem
from govscan.reference import Reference


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the files say. `files_seen` counts files that were looked at by name, `files_read` those whose bytes
    went through a surface's filter."""

    references: tuple[Reference, ...]  # dependencies and mentions, in the order of path and line
    problems: tuple[Problem, ...]
    files_seen: int
    files_read: int


def discover(root: Path, files: Sequence[str] | None = None, exclude: Sequence[str] = ()) -> Discovery:
    """Read the tree under `root`, or only `files` (POSIX paths relative to `root`).

    `exclude` are gitignore patterns on top of the tree's own .gitignore files. `.git`, `node_modules` and virtual
    environments are never entered, symbolic links never leave `root`.
    """
    raise NotImplementedError
