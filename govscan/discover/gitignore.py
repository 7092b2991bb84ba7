"""Gitignore patterns enter, verdicts about paths leave; pathspec decides, a cheap filter in front spares it most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate
from typing import TYPE_CHECKING, Final

from govscan.globs import settled, unwarned

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_GLOB: Final = frozenset("*?[")


def patterns_of(lines: Sequence[str]) -> Patterns | None:
    """The patterns of a .gitignore file; None for no lines.

    Raises:
        ValueError: a pattern that git itself would not take.
    """
    spec = specification(lines)
    return None if spec is None else Patterns(lines, spec)


def specification(lines: Sequence[str]) -> GitIgnoreSpec | None:
    """The patterns as pathspec reads them; None for no lines.

    Raises:
        ValueError: as `patterns_of`.
    """
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    try:
        with unwarned():
            spec = GitIgnoreSpec.from_lines(lines)
            for pattern in spec.patterns:
                if pattern.regex is not None:
                    pattern.regex = re.compile(settled(pattern.regex.pattern))
    except re.error as error:
        raise ValueError(f"no pattern: {error}") from error
    return spec


def _any_of(expressions: Sequence[str]) -> re.Pattern[str] | None:
    """A filter for any of the expressions, which lets everything through where one of them is none."""
    if not expressions:
        return None
    try:
        with unwarned():
            return re.compile("|".join(expressions))
    except re.error:
        return re.compile("")


class Patterns:
    """Patterns with a cheap filter in front, for a walk from the top: one that enters no folder that is left out meets
    only paths whose own name the last part of a pattern has to fit. Some repositories ignore by 300 patterns."""

    def __init__(self, lines: Sequence[str], spec: GitIgnoreSpec) -> None:
        self.spec = spec
        self.names: set[str] = set()
        tails: list[str] = []
        globs: list[str] = []
        folders: list[str] = []
        for line in lines:
            written = line.strip()
            if not written or written.startswith("#"):
                continue
            *above, last = re.sub(r"\\(.)", r"\1", written.lstrip("!")).rstrip("/").split("/")
            near = next((part for part in reversed(above) if part not in ("", "*", "**")), "")
            if not last or ("\\" in written and _GLOB.intersection(last)):  # the patterns themselves must say
                globs.append("*")
            elif last in ("*", "**"):  # everything, or everything below a folder
                (folders if near else globs).append((near or "*").replace("[^", "[!"))
            elif not _GLOB.intersection(last):
                self.names.add(last)
            elif last[0] == "*" and not _GLOB.intersection(last[1:]):
                tails.append(last[1:])
            else:
                globs.append(last.replace("[^", "[!"))
        self.tails = tuple(tails)
        self.globs = _any_of([translate(glob) for glob in globs])
        # a translated glob ends in \\Z, which a folder in the middle of a path must not
        within = [translate(folder).removesuffix(r"\Z") + "/" for folder in dict.fromkeys(folders)]
        self.folders = _any_of(within)

    def verdict(self, path: str) -> bool | None:
        """Whether a path is left out, or taken in again; None where no pattern speaks of it."""
        name = path.rstrip("/").rpartition("/")[2]
        if (
            name not in self.names
            and not name.endswith(self.tails)
            and not (self.folders is not None and self.folders.search(path))
            and not (self.globs is not None and self.globs.match(name))
        ):
            return None
        return self.spec.check_file(path).include
