"""Comments of the form `govscan: ignore[reason]`: references and the tree enter, those that are ignored are taken out.

The comment stands on the line of the literal, or alone on the line above it. Without a reason it ignores nothing and
is a problem, so that no model disappears without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from govscan.discover.surface import Siblings
from govscan.errors import Problem, ProblemKind
from govscan.pattern import pattern
from govscan.reference import Certainty, Reference

MARK: Final = b"govscan:"

_COMMENT: Final = pattern(
    # JSON has no comments: there a member of this name is one
    r"(?:#|//|<!--|--|;|/\*|\bREM\b|::|^[ \t]*!|\"(?://|[_$]?comment)\"[ \t]*:[ \t]*\")"
    r"[ \t]*govscan:[ \t]*ignore(?![\w-])(?:\[([^\]\n]*)\])?",
    re.IGNORECASE,
)
_ALONE: Final = " \t\"',\\n[{(*<"


class Ignores:
    """The comments of one tree, read where a reference asks for them."""

    def __init__(self, siblings: Siblings, reasons: dict[str, dict[int, str]]) -> None:
        self.siblings = siblings
        self.reasons = reasons
        self.problems: list[Problem] = []

    def learn(self, path: str, data: bytes) -> None:
        """Take the comments of a file whose bytes are at hand."""
        self.reasons[path] = self._reasons(path, data) if MARK in data else {}

    def part(self, references: Iterable[Reference]) -> tuple[list[Reference], tuple[tuple[Reference, str], ...]]:
        """The references that stay, and those that a comment ignores, each with its reason."""
        kept: list[Reference] = []
        ignored: list[tuple[Reference, str]] = []
        for reference in references:
            place = reference.location
            if place.path not in self.reasons:
                self.learn(place.path, self.siblings.read(place.path) or b"")
            reason = self.reasons[place.path].get(place.line, "")
            if not reason:
                kept.append(reference)
            elif reference.certainty is Certainty.DEPENDENCY:
                ignored.append((reference, reason))
        return kept, tuple(ignored)

    def _reasons(self, path: str, data: bytes) -> dict[int, str]:
        found: dict[int, str] = {}
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            comment = _COMMENT.search(line) if "govscan:" in line else None
            if comment is None:
                continue
            reason = (comment[1] or "").strip()
            if not reason:
                sentence = "govscan: ignore needs a reason in brackets, as in ignore[a data set]; nothing is ignored"
                self.problems.append(Problem(path, number, ProblemKind.MALFORMED, sentence))
                continue
            found[number] = reason[:300]
            if not line[: comment.start()].strip(_ALONE):
                found.setdefault(number + 1, reason[:300])
        return found
