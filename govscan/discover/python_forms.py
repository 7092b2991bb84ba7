"""Fields of forms and parameters of tests enter, the expressions that they offer for a model leave."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from govscan.discover.python_arguments import Arguments
from govscan.discover.python_module import Scope, Site, last_word
from govscan.discover.python_values import Values
from govscan.discover.python_words import speaks
from govscan.pattern import pattern

WIDGETS: Final = frozenset(
    {"selectbox", "radio", "multiselect", "select_slider", "text_input", "pills", "segmented_control", "Dropdown",
     "Radio", "CheckboxGroup", "Textbox", "Select", "TextInput"}
)  # fmt: skip


_OFFERS: Final = ("options", "choices", "value", "values", "items", "initial", "initial_value", "default")


_ASKS = pattern(r"^(?=.{1,60}\Z).*\b(?:models?|llm)\b", re.IGNORECASE)


def offered(site: Site, arguments: Arguments) -> Iterator[ast.expr]:
    """What a field of a form offers whose label asks for a model (`selectbox("Model", ["gpt-4o"])`)."""
    label = arguments.named.get("label") or (site.node.args[0] if site.node.args else None)
    if not isinstance(label, ast.Constant) or not isinstance(label.value, str) or not _ASKS.search(label.value):
        return
    fields = [arguments.named[name] for name in _OFFERS if name in arguments.named]
    yield from (*fields, *site.node.args[1:2])


def parametrized(site: Site, values: Values) -> Iterator[tuple[str, ast.expr, Scope]]:
    """The values that a test takes for its parameters: `parametrize("model_id", ["org/name"])`, with the rows of
    a table for `parametrize("model_id,size", [("org/name", 1)])`."""
    if len(site.node.args) < 2:
        return
    names = [name.strip() for text in _names_of(site.node.args[0]) for name in text.split(",")]
    for position, name in enumerate(names):
        if not speaks(name):
            continue
        for row, scope in values.rows_of(site.node.args[1], site.scope):
            cells = row.elts if isinstance(row, ast.Tuple | ast.List) and len(names) > 1 else [row]
            if isinstance(row, ast.Call) and last_word(row.func) == "param":
                cells = row.args
            if position < len(cells):
                yield name, cells[position], scope


def _names_of(node: ast.expr) -> Iterator[str]:
    for part in node.elts if isinstance(node, ast.Tuple | ast.List) else (node,):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
