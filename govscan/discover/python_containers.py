"""An expression of a `python_module.Module` enters, the dicts, sequences, calls and truth values behind it leave.

Every walk is bounded in depth and steps, so that no input makes it slow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import Final

from govscan import limits
from govscan.bounded import hit
from govscan.discover.python_library import Library
from govscan.discover.python_module import Binding, Module, Scope, last_word
from govscan.discover.python_names import Names

MAX_DEPTH: Final = 16
MAX_PARTS: Final = 256
MAX_STEPS: Final = 4_000  # of one question
MIN_STEPS: Final = 100  # of one question, once the file's are used up: what stands at hand is still read


class Containers(Names):
    """Follows expressions of one module to what holds values."""

    def __init__(self, module: Module, library: Library | None = None) -> None:
        super().__init__(module, library)
        self.steps = 0  # of the question at hand
        self.given = 0  # where its count began
        self.total = 0  # of the whole file

    def start(self) -> None:
        """Begin a new question: its own budget, as far as the file's budget lasts."""
        self.total += self.steps - self.given
        if self.total > limits.PYTHON_STEPS:
            hit(f"more than {limits.PYTHON_STEPS:,} steps to follow its values, the rest is not followed")
        self.given = self.steps = MAX_STEPS - min(MAX_STEPS, max(MIN_STEPS, limits.PYTHON_STEPS - self.total))

    def spent(self, depth: int) -> bool:
        """Count a step; whether a bound is hit and the answer ends here."""
        self.steps += 1
        return depth > MAX_DEPTH or self.steps > MAX_STEPS

    def truths(self, node: ast.expr, scope: Scope) -> set[bool]:
        """The truth values that `node` can have, as far as they are written out."""
        self.start()
        found: set[bool] = set()
        todo = [(node, scope, 0)]
        while todo:
            part, inner, depth = todo.pop()
            if self.spent(depth):
                break
            if isinstance(part, ast.Constant) and isinstance(part.value, bool):
                found.add(part.value)
            todo.extend((further, place, depth + 1) for further, place in self.parts(part, inner, depth))
        return found

    def containers_of(self, node: ast.expr, scope: Scope) -> tuple[tuple[ast.expr, Scope], ...]:
        """The dict, list and call expressions that `node` stands for."""
        self.start()
        return tuple(islice(self.containers(node, scope), MAX_PARTS))

    def elements_of(self, node: ast.expr, scope: Scope) -> tuple[tuple[ast.expr, Scope], ...]:
        """The elements of the sequence, or the values of the dict, that `node` stands for."""
        self.start()
        return tuple(islice(self.elements(node, scope), MAX_PARTS))

    def rows_of(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The entries of the sequences that `node` stands for, rows of a table as a whole; joined ones (`A + B`)
        count as one."""
        if isinstance(node, ast.BinOp):
            yield from self.rows_of(node.left, scope)
            yield from self.rows_of(node.right, scope)
            return
        for table, inner in self.containers_of(node, scope):
            if isinstance(table, ast.List | ast.Tuple):
                yield from ((part, inner) for part in table.elts[:MAX_PARTS])

    def parts(self, node: ast.expr, scope: Scope, depth: int = 0) -> Iterator[tuple[ast.expr, Scope]]:
        """The expressions that `node` stands for, one step further."""
        if isinstance(node, ast.Name | ast.Attribute):
            for binding in self.bindings(node, scope):
                if binding.element:
                    yield from self.elements(binding.node, binding.scope, depth + 1, binding.column)
                else:
                    yield binding.node, binding.scope
        elif isinstance(node, ast.BoolOp):
            yield from ((value, scope) for value in node.values)
        elif isinstance(node, ast.IfExp):
            yield from ((node.body, scope), (node.orelse, scope))
        elif isinstance(node, ast.NamedExpr | ast.Await | ast.Starred):
            yield node.value, scope

    def elements(
        self, node: ast.expr, scope: Scope, depth: int = 0, column: int | None = None
    ) -> Iterator[tuple[ast.expr, Scope]]:
        """The elements of a sequence, or the values of a dict; of rows of a table the cells of a column, of the first
        where none is asked for, since it names."""
        if self.spent(depth):
            return
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            for part in node.elts:
                first = 0 if column is None and isinstance(part, ast.Tuple | ast.List) and part.elts else column
                yield from ((cell, scope) for cell in _cells(part, first))
        elif isinstance(node, ast.Dict):
            yield from ((cell, scope) for value in node.values for cell in _cells(value, column))
        elif isinstance(node, ast.Call):
            word = last_word(node.func)
            if word in ("items", "values", "keys") and isinstance(node.func, ast.Attribute):
                for table, inner in self.containers(node.func.value, scope, depth + 1):
                    if isinstance(table, ast.Dict):
                        rows = table.keys if word == "keys" else table.values
                        found = (row for row in rows if row is not None)
                        yield from ((cell, inner) for row in found for cell in _cells(row, column))
            elif node.args and word in ("enumerate", "list", "tuple", "set", "sorted", "tqdm", "reversed"):
                yield from self.elements(node.args[0], scope, depth + 1, column)
        else:
            for part, inner in self.parts(node, scope, depth):
                yield from self.elements(part, inner, depth + 1, column)

    def containers(self, node: ast.expr, scope: Scope, depth: int = 0) -> Iterator[tuple[ast.expr, Scope]]:
        """The dict, list or call expressions behind `node`."""
        if self.spent(depth):
            return
        if isinstance(node, ast.Dict | ast.List | ast.Tuple):
            yield node, scope
        elif isinstance(node, ast.Call):
            yield node, scope
            if isinstance(node.func, ast.Name | ast.Attribute):
                for binding in self.returns(node):
                    yield from self.containers(binding.node, binding.scope, depth + 1)
        elif isinstance(node, ast.Subscript):
            for table, inner in self.containers(node.value, scope, depth + 1):
                for value, place in self.pick(table, inner, node.slice):
                    yield from self.containers(value, place, depth + 1)
        else:
            for part, inner in self.parts(node, scope, depth):
                yield from self.containers(part, inner, depth + 1)

    def pick(self, table: ast.expr, scope: Scope, key: ast.expr) -> Iterator[tuple[ast.expr, Scope]]:
        """The values of a dict or list under `key`; all of them where the key is not a constant."""
        wanted = key.value if isinstance(key, ast.Constant) else None
        if isinstance(table, ast.Dict):
            for name, value in zip(table.keys, table.values, strict=True):
                if wanted is None or (isinstance(name, ast.Constant) and name.value == wanted):
                    yield value, scope
        elif isinstance(table, ast.List | ast.Tuple):
            chosen = table.elts
            if isinstance(wanted, int) and -len(chosen) <= wanted < len(chosen):
                chosen = [chosen[wanted]]
            yield from ((part, scope) for part in chosen)

    def returns(self, node: ast.Call) -> Iterator[Binding]:
        for function in self.module.functions.get(last_word(node.func), ()):
            if function.node is not None and function.name == last_word(node.func):
                yield from self.module.returns.get(function.node, ())
        if self.library is not None and isinstance(node.func, ast.Name):
            for module, name in self.library.named(self.module, node.func.id):
                for function in module.functions.get(name, ()):
                    if function.node is not None and function.name == name:
                        yield from module.returns.get(function.node, ())


def _cells(part: ast.expr, column: int | None) -> list[ast.expr]:
    """The part itself, or its cell in a column; nothing of what is no row."""
    if column is None:
        return [part]
    return part.elts[column : column + 1] if isinstance(part, ast.Tuple | ast.List) else []
