"""The constants of a JavaScript module whose names say that they hold models: values enter, texts leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Final

from govscan.discover import classify, keys
from govscan.discover.javascript_choices import GETS
from govscan.discover.javascript_containers import SAME, WRAPS, arguments_of, inside, key_text, last_name
from govscan.discover.javascript_tree import Module
from govscan.discover.javascript_values import Text, Values

if TYPE_CHECKING:
    from tree_sitter import Node

CHOICES: Final = re.compile(
    r"(?:^|_)(?:models?|tokenizers?|llms?)_(?:options|choices|lists?|maps?|mappings?|presets|names|ids"
    r"|catalog|configs?|registry|defaults)$"
)
_SHOWN: Final = frozenset(
    {"name", "model_name", "label", "title", "description", "tokenizer", "family", "provider", "display_name"}
)
_OPENAI: Final = ("openai", "azure-openai")
MAX_STRINGS: Final = 500  # of one expression
_FOLLOWED: Final = frozenset({"identifier", "member_expression", "arrow_function", "shorthand_property_identifier"})
"""What is told where it is declared, or is no value."""


class Stands(Enum):
    """Where a text stands in a constant."""

    ALONE = 0
    IN_A_LIST = 1
    BEFORE_A_NUMBER = 2  # the key of what a model costs, or how much it bears; of its other name


def told(values: Values) -> Iterator[tuple[str, Text, Stands]]:
    """The names, as written, each text behind them that can be a model's, and where it stands."""
    module = values.module
    bound = {name: [each.value for each in rows] for name, rows in module.bindings.items()}
    for name, rows in module.members.items():
        bound.setdefault(name.rpartition(".")[2].lstrip("#"), []).extend(rows)
    for function in module.owner.values():
        lists = [value for value in function.returns if value.type in ("array", "object")]
        bound.setdefault(GETS.sub("", keys.normal(function.name)), []).extend(lists if function.name else [])
    for name, rows in bound.items():
        key = keys.normal(name)
        if keys.stem_of_model_key(key) is None and not CHOICES.search(key):
            continue
        for row in rows:
            for text, where, stands in _strings(row, values):
                if not where or _names_inside(where, text.text):
                    yield name, text, stands


def _strings(value: Node, values: Values) -> Iterator[tuple[Text, str, Stands]]:
    """The literals of a value, the key of the object in which they stand, if any, and where that is. Calls and
    functions are not entered."""
    module = values.module
    todo: list[tuple[Node, str, Stands]] = [(value, "", Stands.ALONE)]
    count = 0
    while todo and count < MAX_STRINGS:
        node, key, stands = todo.pop(0)
        count += 1
        callee = node.child_by_field_name("function") if node.type == "call_expression" else None
        if callee is not None and last_name(callee, module) in WRAPS:
            todo.extend((part, key, stands) for part in arguments_of(node)[:1])
        elif node.type in SAME:
            bare = inside(node)
            todo.extend([(bare, key, stands)] if bare is not None else [])
        elif node.type in ("object", "array"):
            if node.type == "object":
                yield from ((text, "", where) for text, where in _keys(node, module))
            rows = list(values.entries(node, module))
            array = node.type == "array"
            stands = Stands.IN_A_LIST if array else Stands.ALONE
            for name, inner, _ in rows:
                told_so = Stands.BEFORE_A_NUMBER if not array and _is_other_name(name, inner, module) else stands
                todo.append((inner, key if array else name, told_so))
        elif node.type not in _FOLLOWED:
            for text in values.texts(node):
                if text.whole and not text.variable and text.module is module:
                    yield text, key, stands


def _keys(table: Node, module: Module) -> Iterator[tuple[Text, Stands]]:
    """The keys of an object that are written as texts."""
    for part in table.named_children[:MAX_STRINGS]:
        key = part.child_by_field_name("key") if part.type == "pair" else None
        if key is not None and key.type == "string":
            value = part.child_by_field_name("value")
            text = Text(key_text(key, module), key, module)
            number = value is not None and value.type in ("number", "binary_expression")
            listed = number or (value is not None and _is_other_name(text.text, value, module))
            yield text, Stands.BEFORE_A_NUMBER if listed else Stands.ALONE


def _is_other_name(name: str, value: Node, module: Module) -> bool:
    """Whether a hosted model is given its name at another service (`"gpt-35-turbo": "gpt-3.5-turbo"`)."""
    text = key_text(value, module) if value.type == "string" else ""
    return bool(text) and all(classify.hosted_provider_of_name(each) in _OPENAI for each in (name, text))


def _names_inside(name: str, text: str) -> bool:
    """Whether a property of an object in a list of models names one, and not what belongs to it."""
    key = keys.normal(name)
    if key in ("id", "value", "model", "model_id", "slug") or (key in ("name", "path", "repo") and "/" in text):
        return True
    written = key not in _SHOWN and "/" not in name and text == text.lower()
    return written and classify.hosted_provider_of_name(text) is not None
