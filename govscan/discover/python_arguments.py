"""A call enters, its row of `python_calls` and its arguments by name leave, `**` dicts and `partial` unfolded."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from govscan.discover import classify
from govscan.discover.python_call import Call
from govscan.discover.python_calls import CALLS
from govscan.discover.python_clients import CLIENTS
from govscan.discover.python_module import Module, Site, last_word
from govscan.discover.python_values import Text, Values
from govscan.discover.signatures import OPEN_WEIGHTS

_ROWS: Final = {**CLIENTS, **CALLS}
_LAST_WORDS: Final = frozenset(name.rpartition(".")[2] for name in (*_ROWS, "partial"))
_TRUST: Final = ("trust_remote_code", "trust_repo")
_NESTED: Final = ("model_kwargs", "tokenizer_kwargs", "config_kwargs", "model_args", "processor_kwargs")


def origin_of(node: ast.expr, module: Module) -> str:
    """The dotted name of a callee, its first word replaced by what was imported under it; "?" stands for what is
    no name (a call, an item)."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    first = module.imports.get(node.id, node.id) if isinstance(node, ast.Name) else "?"
    return ".".join((first, *reversed(words)))


def may_be(words: frozenset[str], site: Site, module: Module) -> bool:
    """Whether a call is one whose name ends with one of these words, also under the name of an import. Asked first:
    most calls are none, and putting their origin together costs more."""
    if site.word in words:
        return True
    imported = module.imports.get(site.word) if isinstance(site.node.func, ast.Name) else None
    return imported is not None and imported.rpartition(".")[2] in words


def row_of(site: Site, module: Module, values: Values) -> Call | None:
    """The row of a call, by its name and where that was imported from."""
    if not may_be(_LAST_WORDS, site, module):
        return None
    _unfold_partial(site, module)
    origin = origin_of(site.node.func, module)
    words = origin.split(".")
    rows = _ROWS.get(".".join(words[-2:]), ()) or _ROWS.get(words[-1], ())
    if not rows or (len(words) == 1 and words[0] in module.classes):
        return None
    func = site.node.func
    root = func
    while isinstance(root, ast.Attribute):
        root = root.value
    imported = isinstance(root, ast.Name) and root.id in module.imports
    for row in rows:
        if row.roots and not _from(row.roots, origin, imported, module):
            continue
        if row.first and (not site.node.args or not _first(site, row, values)):
            continue
        return row
    return None


def _from(roots: tuple[str, ...], origin: str, imported: bool, module: Module) -> bool:
    origins = [origin, *module.stars] if not imported else [origin]
    if any(name == root or name.startswith(f"{root}.") for name in origins for root in roots):
        return True
    return "?" in roots and not imported


def _first(site: Site, row: Call, values: Values) -> bool:
    return any(text.text in row.first for text in values.texts(site.node.args[0], site.scope))


def _unfold_partial(site: Site, module: Module) -> None:
    node = site.node
    if origin_of(node.func, module).split(".")[-1] == "partial" and node.args:
        site.node = ast.copy_location(ast.Call(node.args[0], node.args[1:], node.keywords), node)
        site.word = last_word(site.node.func)


class Arguments:
    """The arguments of one call."""

    def __init__(self, site: Site, values: Values) -> None:
        self.site = site
        self.values = values
        self.named: dict[str, ast.expr] = {}
        for keyword in site.node.keywords:
            if keyword.arg is None:
                self._spread(keyword.value)
            else:
                self.named[keyword.arg] = keyword.value

    def _spread(self, node: ast.expr) -> None:
        for table, _ in self.values.containers_of(node, self.site.scope):
            if isinstance(table, ast.Dict):
                for key, value in zip(table.keys, table.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        self.named.setdefault(key.value, value)
            elif isinstance(table, ast.Call):
                for keyword in table.keywords:
                    if keyword.arg and isinstance(table.func, ast.Name) and table.func.id == "dict":
                        self.named.setdefault(keyword.arg, keyword.value)

    @property
    def label(self) -> str:
        """How the callee is written: its last two words."""
        words: list[str] = []
        node = self.site.node.func
        while isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            words.append(node.id)
        return ".".join(reversed(words[:2])) or "call"

    def first_of(self, names: Sequence[str], position: int | None) -> ast.expr | None:
        """The first argument that is given under one of `names`, else the one at `position`."""
        for name in names:
            if name in self.named:
                return self.named[name]
        given = self.site.node.args
        if position is None or position >= len(given) or any(isinstance(part, ast.Starred) for part in given):
            return None
        return given[position]

    def telling(self, row: Call) -> ast.expr | None:
        """The first argument that can name the model and whose text is known, else the first one."""
        first = self.first_of(row.names, row.position)
        if first is None or self.texts(first):
            return first
        others = (self.named[name] for name in row.names if name in self.named)
        return next((node for node in others if self.texts(node)), first)

    def hosted(self, row: Call) -> ast.expr | None:
        """The first argument of a call to a service, where it is the name of a model (`OpenAI("gpt-4o")`)."""
        if row.provider in OPEN_WEIGHTS or row.first or not self.site.node.args:
            return None
        first = self.site.node.args[0]
        texts = [] if isinstance(first, ast.Starred) else self.texts(first)
        known = (text.whole and classify.hosted_provider_of_name(text.text) for text in texts)
        return first if any(known) else None

    def texts(self, node: ast.expr | None) -> tuple[Text, ...]:
        return self.values.texts(node, self.site.scope)

    def position(self, number: int) -> tuple[Text, ...]:
        given = self.site.node.args
        return self.texts(given[number]) if number < len(given) else ()

    def text(self, name: str) -> str | None:
        """The text of a named argument, of one inside a nested dict of settings; None where it is not one text."""
        node = self.named.get(name) or self._nested(name)
        texts = {text.text for text in self.texts(node) if text.whole}
        return texts.pop() if len(texts) == 1 else None

    def _nested(self, name: str) -> ast.expr | None:
        for outer in _NESTED:
            if outer in self.named:
                inner = self.entry(self.named[outer], name)
                if inner is not None:
                    return inner
        return None

    def entry(self, node: ast.expr | None, key: str) -> ast.expr | None:
        """The value under a key of the dict behind an expression, also one that is dumped as JSON."""
        if node is None:
            return None
        for table, _ in self.values.containers_of(node, self.site.scope):
            if isinstance(table, ast.Dict):
                for name, value in zip(table.keys, table.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == key:
                        return value
            elif isinstance(table, ast.Call) and table.args and last_word(table.func) == "dumps":
                return self.entry(table.args[0], key)
            elif isinstance(table, ast.Call):
                for keyword in table.keywords:
                    if keyword.arg == key:
                        return keyword.value
        return None

    def flag(self, name: str) -> bool | None:
        """A truth value that is written out, followed through names; None where it cannot be known."""
        node = self.named.get(name) or self._nested(name)
        found = self.values.truths(node, self.site.scope) if node is not None else set()
        return True if True in found else False if found == {False} else None

    def trust(self) -> bool | None:
        for name in _TRUST:
            value = self.flag(name)
            if value is not None:
                return value
        return None
