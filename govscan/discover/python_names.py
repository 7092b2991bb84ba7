"""A name or attribute of a `python_module.Module` enters, what it can be bound to at that place leaves."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from govscan.discover.python_library import Library
from govscan.discover.python_module import Binding, Module, Scope

MAX_CALLERS: Final = 64
MAX_BINDINGS: Final = 256


class Names:
    """Looks names up in one module."""

    def __init__(self, module: Module, library: Library | None = None) -> None:
        self.module = module
        self.library = library
        self.abroad: dict[ast.expr, Module] = {}  # literals of other modules that were met, and where they stand
        self.fields: dict[str, list[Binding]] = {}  # of every class body
        for body in module.classes.values():
            for name, bindings in body.names.items():
                self.fields.setdefault(name, []).extend(bindings)

    def bindings(self, node: ast.expr, scope: Scope) -> Iterator[Binding]:
        """What a name or attribute is bound to, where it is read."""
        if isinstance(node, ast.Name):
            yield from self._named(node, scope)
        elif isinstance(node, ast.Attribute):
            yield from self._attribute(node, scope)

    def _named(self, node: ast.Name, scope: Scope) -> Iterator[Binding]:
        here: Scope | None = scope
        while here is not None:
            seen = here.kind != "class" or here is scope
            own = here.names.get(node.id, [])[:MAX_BINDINGS] if seen else None
            if own:
                yield from _reaching(own, node if here is scope else None, here)
            if here.node is not None and node.id in here.parameters:
                yield from self._arguments(here, node.id)
                return
            if own:
                return
            here = here.parent
        if self.library is not None:
            home = scope.home() or self.module
            for module, name in self.library.named(home, node.id):
                yield from module.scope.names.get(name, ())[:MAX_BINDINGS]

    def _arguments(self, function: Scope, name: str) -> Iterator[Binding]:
        """What the calls of a function in this file pass for a parameter."""
        called = function.parent.name if function.name == "__init__" and function.parent else function.name
        position = function.parameters.index(name)
        first, last = self._in_force(function, called)
        for site in islice(self.module.callers.get(called, ()), MAX_CALLERS):
            if site.scope.kind == "module" and not first <= site.node.lineno <= last:
                continue  # another function of the same name is called here
            given = keyword_of(site.node, name)
            if given is None and position < len(site.node.args):
                given = site.node.args[position]
            if given is not None and not isinstance(given, ast.Starred):
                yield Binding(given, site.scope, site.node.lineno, True)

    def _in_force(self, function: Scope, called: str) -> tuple[float, float]:
        """The lines between which the module itself calls this function, where others of its name stand beside it, as
        in the cells of a notebook."""
        lines = [
            each.node.lineno
            for each in self.module.functions.get(called, ())
            if each.node is not None and each.name == called and each.parent is function.parent
        ]
        if function.node is None or len(lines) < 2 or function.node.lineno not in lines:
            return 0, math.inf
        later = [line for line in lines if line > function.node.lineno]
        return function.node.lineno, min(later, default=math.inf)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Iterator[Binding]:
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        inside = scope.enclosing_class()
        if owner in ("self", "cls") and inside is not None and node.attr in inside.attributes:
            yield from inside.attributes[node.attr]
            return
        home = scope.home() or self.module
        if owner in home.classes:
            yield from home.classes[owner].attributes.get(node.attr, ())
            return
        if node.attr == "value" and isinstance(node.value, ast.Attribute):  # of a member of an Enum
            yield from self._attribute(node.value, scope)
            return
        if self.library is not None:
            known = list(self.library.attribute(home, node))
            if known:
                yield from known[:MAX_BINDINGS]
                return
        found = list(self.module.attributes.get(node.attr, ()))
        if owner not in self.module.imports:
            found += self.module.options.get(node.attr, ())
            found += self.fields.get(node.attr, ())
        yield from found[:MAX_BINDINGS]


def _reaching(bindings: list[Binding], read: ast.Name | None, scope: Scope) -> Iterable[Binding]:
    """The assignments that can still hold where a name is read in the same scope: nothing in front of the last
    unconditional one, and not the one that it is part of (`model = model or "x"`). Read from another scope (`read`
    is None), every assignment can."""
    if read is None or scope.kind == "class":
        return bindings
    before = [binding for binding in bindings if binding.line <= read.lineno and not _contains(binding, read)]
    for number in range(len(before) - 1, -1, -1):
        if not before[number].conditional:
            return before[number:]
    return before or [binding for binding in bindings if not _contains(binding, read)]


def _contains(binding: Binding, read: ast.Name) -> bool:
    node = binding.node
    start, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
    return start <= (read.lineno, read.col_offset) < end


def keyword_of(node: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)
