"""A root enters, the files below it leave: POSIX paths in a stable order, each real file once.

No git process is started: the configuration of a hostile repository can make git run commands.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from govscan import limits
from govscan.discover.gitignore import Patterns, patterns_of, specification
from govscan.errors import Problem, ProblemKind

SKIPPED_FOLDERS: Final = frozenset(
    {
        ".git", ".hg", ".svn", "node_modules", "bower_components", "__pycache__", "site-packages", "dist-packages",
        ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".ipynb_checkpoints", ".eggs",
        ".terraform", ".yarn", ".pnpm-store", ".cache",
    }
)  # fmt: skip
"""Never entered: installed or generated content, which says nothing about what this repository chose."""

VIRTUAL_ENVIRONMENT: Final = "pyvenv.cfg"


class Listing(Struct):
    """Files to look at (POSIX paths relative to the root, sorted), and what could not be listed."""

    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def list_files(root: Path, exclude: Sequence[str] = (), under: str = "") -> Listing:
    """Every regular file below `root`, or below its folder `under`, that no .gitignore on the way and none of
    `exclude` (gitignore patterns) leaves out."""
    walk = _Walk(root, exclude, f"{under}/" if under else "")
    walk.folder("", 0, ())
    walk.links()
    walk.listing.paths.sort()
    return walk.listing


def list_given(root: Path, files: Sequence[str], exclude: Sequence[str] = ()) -> Listing:
    """`files` as far as they are regular files inside `root` and not excluded; the others become problems. A file
    that is named is read even where a .gitignore speaks of it."""
    listing = Listing()
    excluded = specification(exclude)
    real_root = os.path.realpath(root)
    for path in sorted(set(files)):
        if excluded is not None and excluded.match_file(path):
            continue
        trouble = _trouble(root, real_root, path)
        if trouble:
            listing.problems.append(Problem(path, 0, ProblemKind.UNREADABLE, trouble))
        else:
            listing.paths.append(path)
    return listing


def _trouble(root: Path, real_root: str, path: str) -> str:
    full = root / path
    try:
        mode = full.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        return getattr(error, "strerror", None) or "cannot be read"
    if not _inside(os.path.realpath(full), real_root):
        return "lies outside the scanned root"
    return "" if stat.S_ISREG(mode) else "is not a regular file"


def _inside(real: str, real_root: str) -> bool:
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


class _Walk:
    """One walk of one tree. Ignore files are kept as (folder, patterns), the nearest last."""

    def __init__(self, root: Path, exclude: Sequence[str], under: str) -> None:
        self.root = os.fspath(root) + "/"
        self.under = under
        self.listing = Listing()
        self.excluded = patterns_of(exclude)
        self.linked: list[str] = []
        self.full = False

    def folder(self, path: str, depth: int, ignores: tuple[tuple[str, Patterns], ...]) -> None:
        """List a folder and those below it. `path` is "" for the root, else ends in a slash."""
        try:
            with os.scandir(self.root + path) as entries:
                rows = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.problem(path or ".", ProblemKind.UNREADABLE, error.strerror or "cannot be listed")
            return
        names = {row.name for row in rows}
        if path and VIRTUAL_ENVIRONMENT in names:
            return
        if ".gitignore" in names:
            own = self.ignore_file(path)
            ignores = (*ignores, (path, own)) if own is not None else ignores
        for row in rows:
            if self.full:
                return
            self.entry(row, path, depth, ignores)

    def entry(self, row: os.DirEntry[str], folder: str, depth: int, ignores: tuple[tuple[str, Patterns], ...]) -> None:
        path = folder + row.name
        if not path.startswith(self.under) and not self.under.startswith(path + "/"):
            return
        if row.is_dir(follow_symlinks=False):
            if row.name in SKIPPED_FOLDERS or self.left_out(path + "/", ignores):
                return
            if depth >= limits.FOLDER_DEPTH:
                self.problem(path, ProblemKind.TOO_LARGE, f"more than {limits.FOLDER_DEPTH} folders deep, not entered")
                return
            self.folder(path + "/", depth + 1, ignores)
        elif not self.left_out(path, ignores):
            if row.is_symlink():
                self.linked.append(path)
            elif row.is_file(follow_symlinks=False):
                self.add(path)

    def add(self, path: str) -> None:
        if len(self.listing.paths) >= limits.TREE_FILES:
            self.full = True
            self.problem(".", ProblemKind.TOO_LARGE, f"more than {limits.TREE_FILES} files, the rest is not read")
            return
        self.listing.paths.append(path)

    def left_out(self, path: str, ignores: tuple[tuple[str, Patterns], ...]) -> bool:
        """As git decides: the nearest file that says something about the path wins."""
        if self.excluded is not None and self.excluded.verdict(path):
            return True
        for folder, patterns in reversed(ignores):
            verdict = patterns.verdict(path[len(folder) :])
            if verdict is not None:
                return verdict
        return False

    def ignore_file(self, folder: str) -> Patterns | None:
        path = f"{self.root}{folder}.gitignore"
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return None
            with open(path, encoding="utf-8", errors="replace") as handle:
                text = handle.read(limits.IGNORE_FILE_BYTES + 1)
            if len(text) > limits.IGNORE_FILE_BYTES:
                sentence = f"larger than {limits.IGNORE_FILE_BYTES:,} bytes; nothing is ignored"
                self.problem(folder + ".gitignore", ProblemKind.TOO_LARGE, sentence)
                return None
            return patterns_of(text.splitlines())
        except (OSError, ValueError):  # ValueError: a pattern that git itself would not take
            self.problem(folder + ".gitignore", ProblemKind.UNREADABLE, "ignore patterns cannot be read")
            return None

    def links(self) -> None:
        """Linked files: only those that end inside the root, at a file that is not listed already."""
        if not self.linked:
            return
        real_root = os.path.realpath(self.root)
        top = real_root.rstrip(os.sep) + os.sep
        seen = {top + path for path in self.listing.paths}  # no folder on their way is a link
        for path in self.linked:
            real = os.path.realpath(self.root + path)
            if real in seen or not _inside(real, real_root) or not Path(real).is_file():
                continue
            if SKIPPED_FOLDERS.intersection(Path(real).relative_to(real_root).parts):
                continue
            seen.add(real)
            self.add(path)

    def problem(self, path: str, kind: ProblemKind, message: str) -> None:
        self.listing.problems.append(Problem(path, 0, kind, message))
