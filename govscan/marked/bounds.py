"""How much of a document is read: a hostile one ends as a message."""

from __future__ import annotations

from govscan import limits
from govscan.marked.node import Malformed


class Budget:
    """Counts nodes, aliases as often as they are used, so that a bomb of aliases ends as a message."""

    def __init__(self) -> None:
        self.left = limits.TREE_VALUES

    def spend(self, depth: int, line: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Malformed(f"more than {limits.TREE_VALUES} values", line)
        if depth > limits.TREE_DEPTH:
            raise Malformed(f"nested deeper than {limits.TREE_DEPTH} levels", line)
