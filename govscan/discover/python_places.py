"""A node of a syntax tree enters, the place of its text leaves: in this file, or in the one that a value came from."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from msgspec import Struct

from govscan.discover.python_module import Module
from govscan.discover.python_values import Values
from govscan.reference import Location


class Places(Struct, frozen=True):
    """Of one module, whose own text is `lines`."""

    module: Module
    values: Values
    lines: Sequence[str]

    def of(self, node: ast.expr) -> Location:
        """1-based, columns in characters."""
        home = self.values.abroad.get(node, self.module)
        lines = self.lines if home is self.module else home.lines
        line = lines[node.lineno - 1] if 0 < node.lineno <= len(lines) else ""
        column = node.col_offset if line.isascii() else len(line.encode()[: node.col_offset].decode(errors="replace"))
        return Location(home.path, node.lineno, column + 1)
