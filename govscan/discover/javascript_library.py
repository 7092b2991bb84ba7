"""A name that one JavaScript module imports enters, the module of the tree that binds it leaves.

Lazy and bounded: a module is parsed when a name from it is asked for, and never executed; packages are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from govscan.discover.javascript_tree import Function, Module, parse
from govscan.discover.surface import Siblings, SourceFile
from govscan.marked import Malformed
from govscan.recorder import Fell, reading

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_MODULES: Final = 64  # kept parsed; more of them start anew, so that memory has an end
MAX_REEXPORTS: Final = 5
_ENDS: Final = (".ts", ".tsx", ".js", ".jsx", ".mjs", "/index.ts", "/index.tsx", "/index.js")
_ROOTS: Final = ("@/", "~/", "$lib/")


class Library:
    """Finds the modules of a tree by the paths that files import them under."""

    def __init__(self, siblings: Siblings | None) -> None:
        self.siblings = siblings
        self._callers: dict[str, dict[str, list[Node]]] = {}
        self._parameters: dict[str, dict[str, list[Function]]] = {}

    def callers(self, module: Module) -> dict[str, list[Node]]:
        """The calls of a module, by the last name of the callee."""
        known = self._callers.get(module.path)
        if known is None:
            known = self._callers[module.path] = {}
            for call in module.nodes.get("call", ()):
                callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
                if callee is not None:
                    known.setdefault(module.text(callee).rsplit(".", 1)[-1], []).append(call)
        return known

    def parameters(self, module: Module) -> dict[str, list[Function]]:
        """The functions of a module, by the names of their parameters."""
        known = self._parameters.get(module.path)
        if known is None:
            known = self._parameters[module.path] = {}
            for function in module.owner.values():
                for name in function.parameters:
                    if name:
                        known.setdefault(name, []).append(function)
        return known

    def named(self, module: Module, name: str) -> Iterator[tuple[Node, Module]]:
        """What a name that `module` imports is bound to, where it comes from."""
        for home, there in self._owners(module, name, 0):
            if there == "default":
                yield from ((value, home) for value in home.default)
            yield from ((each.value, home) for each in home.bindings.get(there, ()) if each.scope is None)

    def tables(self, module: Module, name: str) -> Iterator[tuple[Node, Module]]:
        for home, there in self._owners(module, name, 0):
            if there in home.tables:
                yield home.tables[there], home

    def functions(self, module: Module, name: str) -> Iterator[tuple[Function, Module]]:
        for home, there in self._owners(module, name, 0):
            for function in home.functions.get(there, ()):
                yield function, home

    def _owners(self, module: Module, name: str, depth: int) -> Iterator[tuple[Module, str]]:
        origin = module.imports.get(name)
        if origin is None or not origin[1]:
            return
        home = self._module(module, origin[0])
        if home is not None:
            yield from self._exported(home, origin[1], depth)

    def _exported(self, home: Module, name: str, depth: int) -> Iterator[tuple[Module, str]]:
        if depth > MAX_REEXPORTS:
            return
        source, there = home.exports.get(name, ("", name))
        if source:
            further = self._module(home, source)
            if further is not None:
                yield from self._exported(further, there, depth + 1)
            return
        if there == "default" or there in home.bindings or there in home.tables or there in home.functions:
            yield home, there
            return
        yield from self._owners(home, there, depth + 1)
        for star in home.stars[:8]:
            further = self._module(home, star)
            if further is not None:
                yield from self._exported(further, name, depth + 1)

    def _module(self, module: Module, source: str) -> Module | None:
        if self.siblings is None:
            return None
        for stem in _stems(module.path, source):
            whole = stem.endswith((".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs"))
            bare = stem.rpartition(".")[0] if whole else stem
            for path in dict.fromkeys(((stem,) if whole else ()) + tuple(f"{bare}{end}" for end in _ENDS)):
                found = self._parsed(path)
                if found is not None:
                    return found if found is not module else None
        return None

    def _parsed(self, path: str) -> Module | None:
        assert self.siblings is not None
        memo, key = self.siblings.memo, f"javascript:{path}"
        if key not in memo:
            data = self.siblings.read(path)
            found = None
            if data is not None:
                try:
                    with reading(f"{self.siblings.root}/{path}"):
                        found = parse(path, SourceFile(path, data).text)
                except (Malformed, Fell):  # told of where the file itself is read
                    found = None
            if found is not None and sum(isinstance(value, Module) for value in memo.values()) >= MAX_MODULES:
                memo.clear()
            memo[key] = found
        known = memo[key]
        return known if isinstance(known, Module) else None


def _stems(path: str, source: str) -> Iterator[str]:
    """The paths without a suffix that an import can mean; none for a package."""
    folders = path.split("/")[:-1]
    if source.startswith(("./", "../")):
        parts = list(folders)
        for word in source.split("/"):
            if word == "..":
                if not parts:
                    return
                parts.pop()
            elif word not in (".", ""):
                parts.append(word)
        yield "/".join(parts)
        return
    root = next((start for start in _ROOTS if source.startswith(start)), None)
    if root is None:
        return
    rest = source.removeprefix(root)
    for count in range(len(folders), -1, -1):
        for below in ("src/lib",) if root == "$lib/" else ("src", ""):
            yield "/".join((*folders[:count], *([below] if below else []), rest))
