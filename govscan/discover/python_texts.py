"""Configuration that a Python file writes as a text of several lines enters, its references leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from govscan.discover.needles import Needle
from govscan.discover.python_module import Module
from govscan.discover.words import Text
from govscan.pattern import pattern
from govscan.reference import Reference

_CONFIGURES: Final = pattern(r"ya?ml|(?:^|_)(?:conf(?:ig)?|cfg|settings)s?(?:_|\d|\Z)")
NEEDLE: Final = Needle(
    rb"(?i:ya?ml|conf|cfg|settings)\w{0,40}\s*=\s*(?:[\w.]{1,40}\(\s*)?(?:\"{3}|'{3})[^\"']{0,600}\n[ \t-]*\w{0,40}"
    rb"(?:model|llm)\w{0,40}:[ \t]"
)


def find(module: Module) -> Iterator[Reference]:
    """What such texts name, at the lines of the file."""
    for node, line, column in _texts(module):
        from govscan.discover import embedded  # few files have any

        yield from embedded.read_text("text.yaml", Text(node, line, column), module.path, "python", 0)


def _texts(module: Module) -> Iterator[tuple[str, int, int]]:
    """Texts of several lines, written as they are, under a name that speaks of configuration, and where they begin."""
    given = [
        (name, binding.node) for scope in module.every_scope() for name, rows in scope.names.items() for binding in rows
    ]
    given += [(word.arg, word.value) for site in module.calls for word in site.node.keywords if word.arg]
    for name, node in given:
        if isinstance(node, ast.Call) and node.args:  # dedent("...")
            node = node.args[0]
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if "\n" not in text or not _CONFIGURES.search(name.lower()):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno
        if lines == text.count("\n"):
            yield text, node.lineno, node.col_offset + 1
        elif lines == text.count("\n") + 1:  # a backslash behind the quotes
            yield text, node.lineno + 1, 1
