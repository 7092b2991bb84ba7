"""How much of a document is read: a hostile one ends as a message."""

from __future__ import annotations

from govscan.marked.node import Malformed

MAX_DEPTH = 100
MAX_NODES = 2_000_000


class Budget:
    """Counts nodes, aliases as often as they are used, so that a bomb of aliases ends as a message."""

    def __init__(self) -> None:
        self.left = MAX_NODES

    def spend(self, depth: int, line: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Malformed(f"more than {MAX_NODES} values", line)
        if depth > MAX_DEPTH:
            raise Malformed(f"nested deeper than {MAX_DEPTH} levels", line)
