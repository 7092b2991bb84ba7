"""The tree that every parser of this folder yields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

Scalar = str | int | float | bool | date | None


class Malformed(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The text is not what its format asks for, or is over a bound. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Node(Struct, frozen=True):
    """A value and where it starts. `value` is a scalar, a tuple of nodes, or a tuple of (key, value) node pairs
    (`kind` tells which), so that duplicate keys and their places are not lost."""

    kind: str  # "scalar", "list" or "map"
    value: Scalar | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    line: int
    column: int
    raw: str = ""  # a scalar as written, before its type was guessed

    @property
    def items(self) -> tuple[tuple[Node, Node], ...]:
        """Pairs of a map; empty for anything else."""
        return self.value if self.kind == "map" else ()  # type: ignore[return-value]

    @property
    def entries(self) -> tuple[Node, ...]:
        """Entries of a list; empty for anything else."""
        return self.value if self.kind == "list" else ()  # type: ignore[return-value]

    @property
    def scalar(self) -> Scalar:
        """The value of a scalar; None for anything else."""
        return self.value if self.kind == "scalar" else None  # type: ignore[return-value]

    @property
    def text(self) -> str | None:
        """The value where it is a string, else None."""
        return self.value if isinstance(self.value, str) else None

    def get(self, key: str) -> Node | None:
        """The value of a key of a map; the last one where it is there twice."""
        found = None
        for name, node in self.items:
            if name.scalar == key:
                found = node
        return found

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.kind == "map":
                stack.extend(part for pair in reversed(node.items) for part in reversed(pair))
            else:
                stack.extend(reversed(node.entries))

    def plain(self) -> object:
        """The value as dicts, lists and scalars."""
        if self.kind == "map":
            return {_key(key): value.plain() for key, value in self.items}
        if self.kind == "list":
            return [entry.plain() for entry in self.entries]
        return self.scalar


def _key(node: Node) -> object:
    return node.scalar if node.kind == "scalar" else str(node.plain())
