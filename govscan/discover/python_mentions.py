"""Places of a Python file that speak of a model without using it: comparisons, code in comments, docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from govscan.discover import classify, keys
from govscan.discover.decide import decide
from govscan.discover.naming_places import Named
from govscan.discover.neighbors import Neighbors, complete
from govscan.discover.python_calls import EXAMPLES
from govscan.discover.python_module import Module, last_word
from govscan.discover.python_words import is_table, lists_models, only_looked_in, speaks
from govscan.pattern import pattern
from govscan.reference import Location

if TYPE_CHECKING:
    from govscan.discover.python_finder import Finder

_CALL: Final = (
    r"\b(?:from_pretrained\(|model\w{0,40}[ \t]*=[ \t]*|pipeline\([^()\n]{0,80}?)[\"']([\w.-]{1,96}/[\w.-]{1,96})[\"']"
)
_COMMENT: Final = pattern(rf"^[ \t]*#[^\n]*?{_CALL}", re.MULTILINE)
_SAID: Final = pattern(_CALL)
_DOUBLE: Final = pattern(r"(?:^|_)(?:fake|mock|dummy|stub)(?:_|$)|(?:^|_)(?:Fake|Mock|Dummy|Stub)(?=[A-Z_]|$)")
_COUNTS: Final = pattern(r"token|encod", re.IGNORECASE)
MAX_SIDES: Final = 200


def is_double(name: str) -> bool:
    """Whether a name is that of a stand-in for tests (`FakeLLM`, `mock_model`)."""
    return bool(_DOUBLE.search(name)) or bool(_DOUBLE.search(keys.normal(name)))


def find(finder: Finder) -> None:
    """Keep all of them, where no use has claimed the literal."""
    for value, node, reason in _compared(finder.module):
        named = decide(value, "model", Neighbors())
        place = finder.place(node)
        if named and named.provider != "local" and (place.line, place.column) not in finder.claimed:
            finder.mention(complete(named, Neighbors(), "", place, "python:compare"), reason)
    for name, place, reason in (*_comments(finder), *_docstrings(finder)):
        model, revision = classify.split_revision(name)
        if classify.is_hub_id(model) and not keys.is_placeholder(model):
            named = Named("huggingface", model, revision)
            finder.mention(complete(named, Neighbors(), "", place, f"python:{reason.rsplit(' ', 1)[-1]}"), reason)


def _compared(module: Module) -> Iterator[tuple[str, ast.expr, str]]:
    for node in module.compares:
        sides = [node.left, *node.comparators]
        name = next((word for side in sides if (word := last_word(side)) and _speaks(word)), None)
        if name is None:
            continue
        for side in sides:
            parts = side.elts if isinstance(side, ast.List | ast.Tuple | ast.Set) else [side]
            for part in parts[:MAX_SIDES]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value, part, f"compared with {name}"


def _speaks(name: str) -> bool:
    return keys.stem_of_model_key(keys.normal(name)) is not None


def _comments(finder: Finder) -> Iterator[tuple[str, Location, str]]:
    for number, line in enumerate(finder.lines, 1):
        match = _COMMENT.match(line) if "#" in line else None
        if match:
            yield match[1], Location(finder.module.path, number, match.start(1) + 1), "in a comment"


def _docstrings(finder: Finder) -> Iterator[tuple[str, Location, str]]:
    for node in _first_statements(finder.module):
        said = node.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) else None
        if said is None or not isinstance(said.value, str) or "/" not in said.value:
            continue
        for number in range(said.lineno, min(said.end_lineno or said.lineno, len(finder.lines)) + 1):
            for match in _SAID.finditer(finder.lines[number - 1]):
                yield match[1], Location(finder.module.path, number, match.start(1) + 1), "in a docstring"


def _first_statements(module: Module) -> Iterator[ast.stmt]:
    yield from module.first
    for group in module.functions.values():
        for function in group:
            if function.node is not None:
                yield function.node.body[0]


def tables(module: Module, lines: Sequence[str]) -> Iterator[tuple[ast.expr, str]]:
    """Every literal, with the reason, inside a list or dict whose name says that it lists, prices or
    forbids models, inside a list that names are only looked up in, and in what documents an API."""
    for site in module.calls:
        for word in site.node.keywords:
            if word.arg in EXAMPLES:
                yield from _listed(word.value, word.arg)
    yield from _given(module)
    yield from _counting(module)
    for scope in module.every_scope():
        for name, bindings in scope.names.items():
            listed = lists_models(name)
            if not listed and not speaks(name) and not is_table(name):
                continue
            for binding in bindings:
                if not listed and not only_looked_in(name, binding, lines):
                    continue
                yield from _listed(binding.node, name)


def _given(module: Module) -> Iterator[tuple[ast.expr, str]]:
    """The same of what functions give (`def valid_models(self): return [...]`)."""
    for name, functions in module.functions.items():
        for function in functions if lists_models(name) else ():
            for binding in module.returns.get(function.node, ()) if function.node is not None else ():
                if isinstance(binding.node, ast.List | ast.Tuple | ast.Set):  # of names, not of what has a default one
                    yield from (
                        (part, f"listed in {name}") for part in binding.node.elts if isinstance(part, ast.Constant)
                    )


def _listed(node: ast.expr, name: str) -> Iterator[tuple[ast.expr, str]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, f"listed in {name}"


def _counting(module: Module) -> Iterator[tuple[ast.expr, str]]:
    """What a function counts tokens for by default (`def count_tokens(text, model="gpt-4o")`): it asks nobody."""
    if "tiktoken" not in {origin.partition(".")[0] for origin in module.imports.values()}:
        return
    for scope in module.every_scope():
        counts = scope.kind == "function" and _COUNTS.search(scope.name)
        for name in scope.parameters if counts else ():
            for binding in scope.names.get(name, ()):
                if isinstance(binding.node, ast.Constant):
                    yield binding.node, f"counts tokens in {scope.name}"
