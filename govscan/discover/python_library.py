"""A name that one module imports enters, the module of the tree that binds it leaves.

Lazy and bounded: a module is parsed when a name from it is asked for, and never executed. Only files of the tree are
found; what is installed says nothing about what this repository chose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from govscan.discover.python_module import Binding, Module
from govscan.discover.python_scopes import build
from govscan.discover.python_tree import tree_of
from govscan.discover.surface import Siblings, SourceFile
from govscan.recorder import Fell, reading

MAX_MODULES: Final = 64  # kept parsed; more of them start anew, so that memory has an end
MAX_REEXPORTS: Final = 5
MAX_STARS: Final = 8
_INSTALLED: Final = frozenset(
    {"os", "sys", "re", "typing", "json", "torch", "transformers", "numpy", "openai", "dataclasses", "pathlib",
     "collections", "functools", "logging", "enum", "abc", "time", "argparse", "datetime", "pydantic", "fastapi",
     "langchain", "anthropic", "boto3", "requests", "tqdm", "datasets", "pandas", "pytest", "asyncio", "uuid"}
)  # fmt: skip


class Library:
    """Finds the modules of a tree by the names that files import them under."""

    def __init__(self, siblings: Siblings) -> None:
        self.siblings = siblings

    def named(self, home: Module, name: str, depth: int = 0) -> Iterator[tuple[Module, str]]:
        """The modules that bind what `home` imports as `name`, each with the name that it has there. A package that
        only hands a name on is followed to the module that has it."""
        origin = home.imports.get(name)
        if depth > MAX_REEXPORTS:
            return
        if origin is not None:
            before, dot, last = origin.rpartition(".")
            if dot and before.strip("."):
                yield from self._owner(home, before, last, depth)
            elif dot:  # from . import name
                yield from self._owner(home, f"{before}.", last, depth)
            return
        for star in home.stars[:MAX_STARS]:
            module = self.module(home, star)
            if module is not None and (name in module.scope.names or name in module.imports):
                yield from self._owner(home, star, name, depth)

    def _owner(self, home: Module, origin: str, name: str, depth: int) -> Iterator[tuple[Module, str]]:
        module = self.module(home, origin)
        if module is None or module is home:
            return
        if name in module.scope.names or name in module.classes or name in module.functions:
            yield module, name
        else:
            yield from self.named(module, name, depth + 1)

    def attribute(self, home: Module, node: ast.Attribute) -> Iterator[Binding]:
        """What `node` is bound to where its front is imported: a module, a class, or an object made of a class."""
        words = _dotted(node.value)
        if not words or words[0] not in home.imports:
            return
        origin = home.imports[words[0]]
        module = self.module(home, ".".join((origin, *words[1:])))
        if module is not None:
            yield from module.scope.names.get(node.attr, ())
            return
        if len(words) > 1:
            return
        for owner, name in self.named(home, words[0]):
            yield from _of_class(owner, name, node.attr)
            for binding in owner.scope.names.get(name, ()):
                made = binding.node.func if isinstance(binding.node, ast.Call) else None
                if isinstance(made, ast.Name):
                    yield from _of_class(owner, made.id, node.attr)
                    for other, known in self.named(owner, made.id):
                        yield from _of_class(other, known, node.attr)

    def module(self, home: Module, origin: str) -> Module | None:
        """The module of the tree that `origin` names where `home` imports it; None for one that is not there."""
        level = len(origin) - len(origin.lstrip("."))
        words = [word for word in origin.split(".") if word]
        if not level and (not words or words[0] in _INSTALLED):
            return None
        folder = home.path.rpartition("/")[0]
        if level:
            parts = folder.split("/") if folder else []
            if level - 1 > len(parts):
                return None
            return self._first(["/".join((*parts[: len(parts) - level + 1], *words))])
        parts = folder.split("/") if folder else []
        return self._first(["/".join((*parts[:count], *words)) for count in range(len(parts), -1, -1)])

    def _first(self, stems: list[str]) -> Module | None:
        for stem in stems[:12]:
            for path in (f"{stem}.py", f"{stem}/__init__.py" if stem else "__init__.py"):
                module = self._parsed(path)
                if module is not None:
                    return module
        return None

    def _parsed(self, path: str) -> Module | None:
        memo = self.siblings.memo
        if path in memo:
            found = memo[path]
            return found if isinstance(found, Module) else None
        data = self.siblings.read(path)
        module = _parse(SourceFile(path, data), self.siblings) if data is not None else None
        known = [value for value in memo.values() if isinstance(value, Module)]
        if module is not None and len(known) >= MAX_MODULES:
            for old in known:
                old.release()
            memo.clear()
        memo[path] = module
        return module


def _parse(file: SourceFile, siblings: Siblings) -> Module | None:
    try:
        with reading(f"{siblings.root}/{file.path}"):
            module = build(tree_of(file.text), file.path)
    except (SyntaxError, Fell):  # told of where the file itself is read
        return None
    module.lines = file.text.split("\n")
    return module


def _of_class(module: Module, name: str, attribute: str) -> Iterator[Binding]:
    """An attribute of a class, or of the classes of the same module that it is made from."""
    seen: set[str] = set()
    names = [name]
    while names and len(seen) < 10:
        name = names.pop()
        scope = module.classes.get(name)
        if scope is None or name in seen:
            continue
        seen.add(name)
        if attribute in scope.attributes:
            yield from scope.attributes[attribute]
            return
        names.extend(scope.bases)


def _dotted(node: ast.expr) -> list[str]:
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return [node.id, *reversed(words)] if isinstance(node, ast.Name) else []
