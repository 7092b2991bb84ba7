"""Trouble, in its two shapes.

Expected trouble is data: a `Problem` travels to the report with the place it was met. Misuse (a path that does not
exist, a policy that cannot be read) raises a `GovscanError`, which only `govscan.cli` turns into an exit code.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ProblemKind(StrEnum):
    """What went wrong with one input, so that a reader can group the rows."""

    UNREADABLE = "unreadable"  # no permission, vanished, not a regular file
    TOO_LARGE = "too-large"  # a bound on size, depth, count or time was hit
    MALFORMED = "malformed"  # bytes that its own parser refuses
    CRASH = "crash"  # a defect of govscan, kept to the one input that showed it


class Problem(Struct, frozen=True, order=True):
    """An input that could not be read as far as it should. A scan that met one cannot call the tree clean."""

    path: str
    line: int  # 1-based; 0 where the whole input is meant
    kind: ProblemKind
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class Diagnostic(Struct, frozen=True):
    """One mistake in a file that a person of the organization wrote: where, what, and what was probably meant."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


class GovscanError(Exception):
    """Misuse: the command cannot be carried out as asked. Exit code 2."""


class InvalidInput(GovscanError):  # noqa: N818 - reads as a sentence where it is raised
    """A policy, review, waiver or lock file that is not valid. Carries every mistake that was found in it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(str(diagnostic) for diagnostic in diagnostics))
