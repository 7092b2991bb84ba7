"""Which source files of a model would run: what its configurations ask for, and what those import of each other."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Protocol

from govscan import limits
from govscan.evidence import Code, CodeFile, Foreign
from govscan.shipped.entries import asks, entries
from govscan.shipped.reach import Broken, parsed, uses_of


class Source(Protocol):
    """The bytes of a source file, the place that a person opens, and the digest."""

    @property
    def data(self) -> bytes: ...
    @property
    def place(self) -> str: ...
    @property
    def sha256(self) -> str: ...


Read = Callable[[str], Source | str]
"""Gives a file of the model by its name, or says why it cannot be had."""


def names_code(configs: Mapping[str, str]) -> bool:
    """Whether any configuration may ask for code."""
    return any(asks(name, text) for name, text in configs.items())


def code_of(configs: Mapping[str, str], listed: Collection[str], read: Read, name: str = "") -> Code:
    """The code of a model. `configs` are texts by their names, `listed` the names of all its files, `name` is how the
    Hub calls the model: a configuration that names it means the model itself."""
    return _Closure(frozenset(listed), read, name.lower()).of(configs)


class _Closure:
    def __init__(self, listed: frozenset[str], read: Read, name: str) -> None:
        self.listed, self.read, self.name = listed, read, name
        self.files: dict[str, CodeFile] = {}
        self.troubles: list[str] = []
        self.left = limits.CODE_BYTES

    def of(self, configs: Mapping[str, str]) -> Code:
        elsewhere: dict[tuple[str, str], Foreign] = {}
        waiting: list[str] = []
        for entry in entries(configs, self.listed):
            if entry.trouble:
                self.troubles.append(entry.trouble)
            elif entry.repository.lower() not in ("", self.name):
                elsewhere.setdefault(
                    (entry.repository, entry.file), Foreign(entry.repository, entry.file, entry.config, entry.line)
                )
            elif entry.file not in self.listed:
                self.troubles.append(f"{entry.place} asks for {entry.file}, and the model has no such file")
            else:
                waiting.append(entry.file)
        while waiting:
            name = waiting.pop(0)
            if name in self.files:
                continue
            if len(self.files) >= limits.CODE_FILES:
                self.troubles.append(f"only the first {limits.CODE_FILES} source files were read")
                break
            waiting += self._file(name)
        files = tuple(self.files[name] for name in sorted(self.files))
        return Code(files, tuple(elsewhere.values()), tuple(dict.fromkeys(self.troubles)))

    def _file(self, name: str) -> list[str]:
        """Read one file; the files that it imports."""
        source = self.read(name)
        if isinstance(source, str):
            self.files[name] = CodeFile(name, name, "", trouble=source)
            return []
        self.left -= len(source.data)
        if len(source.data) > limits.CODE_FILE_BYTES or self.left < 0:
            bound = limits.CODE_FILE_BYTES if self.left >= 0 else limits.CODE_BYTES
            trouble = f"it goes beyond the {bound:,} bytes of source that are read"
            self.files[name] = CodeFile(name, source.place, source.sha256, trouble=trouble)
            return []
        try:
            tree = parsed(source.data)
        except Broken as error:
            self.files[name] = CodeFile(name, source.place, source.sha256, trouble=str(error))
            return []
        self.files[name] = CodeFile(name, source.place, source.sha256, uses_of(tree, source.data))
        return list(dict.fromkeys(self._imports(name, tree)))

    def _imports(self, name: str, tree: ast.Module) -> Iterator[str]:
        folder = posixpath.dirname(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for each in node.names:
                    yield from self._module(folder, each.name)
            elif isinstance(node, ast.ImportFrom):
                base = folder
                for _ in range(min(node.level, 50) - 1):
                    if not base:
                        self.troubles.append(f"{name}:{node.lineno} imports from above the model")
                        break
                    base = posixpath.dirname(base)
                else:
                    found = list(self._module(base, node.module)) if node.module else []
                    inner = posixpath.join(base, node.module.replace(".", "/")) if node.module else base
                    members = [file for each in node.names for file in self._module(inner, each.name)]
                    if node.level and node.module and not found and not members:
                        self.troubles.append(
                            f"{name}:{node.lineno} imports .{node.module}, and the model has no such file"
                        )
                    yield from (*found, *members)

    def _module(self, folder: str, dotted: str) -> Iterator[str]:
        """The files of a module below a folder: itself, and the packages that it is in."""
        parts = dotted.split(".")[:20]
        for count in range(1, len(parts) + 1):
            place = posixpath.join(folder, *parts[:count])
            for file in (f"{place}.py", f"{place}/__init__.py"):
                if file in self.listed:
                    yield file
