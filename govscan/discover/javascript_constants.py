"""The constants of a JavaScript module whose names say that they hold models: values enter, texts leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from govscan.discover import classify, keys
from govscan.discover.javascript_containers import SAME, WRAPS, arguments_of, inside, key_text, last_name
from govscan.discover.javascript_tree import Module
from govscan.discover.javascript_values import Text, Values

if TYPE_CHECKING:
    from tree_sitter import Node

_CHOICES: Final = re.compile(
    r"(?:^|_)(?:models?|tokenizers?|llms?)_(?:options|choices|maps?|mappings?|presets|names|ids"
    r"|catalog|configs?|registry|defaults)$"
)
_SHOWN: Final = frozenset(
    {"name", "model_name", "label", "title", "description", "tokenizer", "family", "provider", "display_name"}
)
MAX_STRINGS: Final = 500  # of one expression
_FOLLOWED: Final = frozenset({"identifier", "member_expression", "arrow_function", "shorthand_property_identifier"})
"""What is told where it is declared, or is no value."""


def told(values: Values) -> Iterator[tuple[str, Text, bool]]:
    """The names, as written, and each text behind them that can be a model's; whether it is an entry of a list."""
    module = values.module
    bound = {name: [each.value for each in rows] for name, rows in module.bindings.items()}
    for name, rows in module.members.items():
        bound.setdefault(name.partition(".")[2].lstrip("#"), []).extend(rows)
    for name, rows in bound.items():
        key = keys.normal(name)
        if keys.stem_of_model_key(key) is None and not _CHOICES.search(key):
            continue
        for row in rows:
            for text, where, listed in _strings(row, values):
                if not where or _names_inside(where, text.text):
                    yield name, text, listed


def _strings(value: Node, values: Values) -> Iterator[tuple[Text, str, bool]]:
    """The literals of a value, the key of the object in which they stand, if any, and whether they are entries of a
    list. Calls and functions are not entered."""
    module = values.module
    todo: list[tuple[Node, str, bool]] = [(value, "", False)]
    count = 0
    while todo and count < MAX_STRINGS:
        node, key, listed = todo.pop(0)
        count += 1
        callee = node.child_by_field_name("function") if node.type == "call_expression" else None
        if callee is not None and last_name(callee, module) in WRAPS:
            todo.extend((part, key, listed) for part in arguments_of(node)[:1])
        elif node.type in SAME:
            bare = inside(node)
            todo.extend([(bare, key, listed)] if bare is not None else [])
        elif node.type in ("object", "array"):
            if node.type == "object":
                yield from ((text, "", False) for text in _keys(node, module))
            rows = list(values.entries(node, module))
            listed = node.type == "array"
            todo.extend((inner, key if listed else name, listed) for name, inner, _ in rows)
        elif node.type not in _FOLLOWED:
            for text in values.texts(node):
                if text.whole and not text.variable and text.module is module:
                    yield text, key, listed


def _keys(table: Node, module: Module) -> Iterator[Text]:
    """The keys of an object that are written as texts."""
    for part in table.named_children[:MAX_STRINGS]:
        key = part.child_by_field_name("key") if part.type == "pair" else None
        if key is not None and key.type == "string":
            yield Text(key_text(key, module), key, module)


def _names_inside(name: str, text: str) -> bool:
    """Whether a property of an object in a list of models names one, and not what belongs to it."""
    key = keys.normal(name)
    if key in ("id", "value", "model", "model_id", "slug") or (key in ("name", "path", "repo") and "/" in text):
        return True
    written = key not in _SHOWN and "/" not in name and text == text.lower()
    return written and classify.hosted_provider_of_name(text) is not None
