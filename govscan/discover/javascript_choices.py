"""Models that a JavaScript module offers or looks for without calling them: choices of a form, members of an
enumeration, lists that a name is only looked up in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from govscan.discover import classify
from govscan.discover.javascript_containers import key_text
from govscan.discover.javascript_tree import Module, child
from govscan.discover.javascript_values import Text, unescaped

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_USES: Final = 200  # of one name
_OFFERS: Final = frozenset({"selectitem", "option", "menuitem", "radiogroupitem", "togglegroupitem", "comboboxoption"})
_LOOKS: Final = frozenset({"includes", "indexOf", "has", "some"})
_DECLARES: Final = (
    ("variable_declarator", "name"),
    ("public_field_definition", "name"),
    ("assignment_expression", "left"),
)


def offered(attribute: Node, module: Module) -> tuple[str, Text, str] | None:
    """The tag, the literal and the provider where an attribute is the choice of a form that names a hosted model
    (`<SelectItem value="gpt-4o">`)."""
    value, tag = child(attribute, 1), attribute.parent
    name = module.text(tag.child_by_field_name("name")) if tag is not None else ""
    if value is None or value.type != "string" or name.lower() not in _OFFERS:
        return None
    text = unescaped(module.text(value)[1:-1])
    provider = classify.hosted_provider_of_name(text)
    return (name, Text(text, value, module), provider) if provider else None


def members(module: Module) -> Iterator[tuple[str, Text]]:
    """The texts of every enumeration that is called after models (`enum EmbeddingModel { SMALL = "org/name" }`)."""
    for node in module.nodes.get("enum", ()):
        name, body = module.text(node.child_by_field_name("name")), node.child_by_field_name("body")
        for part in body.named_children if body is not None and "model" in name.lower() else ():
            value = part.child_by_field_name("value") if part.type == "enum_assignment" else None
            if value is not None and value.type == "string":
                yield name, Text(unescaped(key_text(value, module)), value, module)


def only_looked_in(module: Module, name: str) -> bool:
    """Whether a list is used, and only to be looked in (`VISION_MODELS.includes(model)`)."""
    found = [_is_look(use, module) for use in islice(_uses(module, name), MAX_USES)]
    return bool(found) and all(found)


def _uses(module: Module, name: str) -> Iterator[Node]:
    word = rb"(?<![\w$])%s(?![\w$])" % re.escape(name.encode())
    for match in re.finditer(word, module.data):
        node = module.root.descendant_for_byte_range(*match.span()) if module.root is not None else None
        if node is None or not node.type.endswith("identifier") or node.parent is None:
            continue  # in a text or a comment
        if not any(node.parent.type == kind and node.parent.child_by_field_name(at) == node for kind, at in _DECLARES):
            yield node


def _is_look(node: Node, module: Module) -> bool:
    whole = node.parent if node.type == "property_identifier" else node  # `Models.VISION` of a static field
    around = whole.parent if whole is not None else None
    return (
        around is not None
        and around.type == "member_expression"
        and around.child_by_field_name("object") == whole
        and module.text(around.child_by_field_name("property")) in _LOOKS
    )
