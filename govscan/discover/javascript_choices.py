"""Models that a JavaScript module offers or looks for without calling them: choices of a form, members of an
enumeration, lists that a name is only looked up in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from govscan.discover import classify, keys
from govscan.discover.javascript_containers import key_text
from govscan.discover.javascript_tree import Module, child
from govscan.discover.javascript_values import Text, unescaped

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_USES: Final = 200  # of one name
OFFERS: Final = frozenset({"selectitem", "option", "menuitem", "radiogroupitem", "togglegroupitem", "comboboxoption"})
_DEFAULTS: Final = frozenset({"default", "defaultValue", "default_value", "initialValue"})
GETS: Final = re.compile(r"^(?:(?:get|default|select|choose|pick|resolve)_)+")
SETS: Final = re.compile(r"(?:with|set|use)(?=[A-Z])")
_MADE: Final = re.compile(r"\b\w{0,60}Models?\Z")
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
    if value is None or value.type != "string" or name.lower() not in OFFERS:
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


def made(module: Module) -> Iterator[tuple[str, Text]]:
    """The hosted model of an object whose class is called after models (`new ChatModel("gpt-4o")`)."""
    for call in module.nodes.get("call", ()):
        if call.type != "new_expression":
            continue
        name = module.text(call.child_by_field_name("constructor"))
        given = call.child_by_field_name("arguments")
        first = given.named_child(0) if given is not None and _MADE.search(name) else None
        if first is None or first.type != "string":
            continue
        text = unescaped(module.text(first)[1:-1])
        if classify.hosted_provider_of_name(text) and any(map(str.isdigit, text)):
            yield name, Text(text, first, module)


def asked(module: Module) -> Iterator[tuple[str, str, Text, Node]]:
    """The default of what asks for a model, a field of a form or an option of a program (`{ name: "modelName", default:
    "gpt-4o" }`, `.option("model", { default: "gpt-4o" })`): whose, its key, its literal and the property."""
    for pair in module.nodes.get("pair", ()):
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        table = module.outer.get(pair.id)
        if key is None or value is None or value.type != "string" or table is None:
            continue
        written = key_text(key, module)
        name = (_field(table, module) or _option(table, module)) if written in _DEFAULTS else ""
        if name:
            yield name, written, Text(unescaped(key_text(value, module)), value, module), pair


def _field(table: Node, module: Module) -> str:
    """What an object calls itself, where that speaks of a model."""
    for part in table.named_children[:MAX_USES]:
        key = part.child_by_field_name("key") if part.type == "pair" else None
        value = part.child_by_field_name("value")
        if key is not None and value is not None and value.type == "string" and key_text(key, module) == "name":
            name = key_text(value, module)
            return name if _speaks(name) else ""
    return ""


def _option(table: Node, module: Module) -> str:
    """The option that an object describes."""
    around = module.outer.get(table.id)
    given = around.named_children[:2] if around is not None and around.type == "arguments" else []
    if len(given) < 2 or given[0].type != "string" or given[1] != table:
        return ""
    name = key_text(given[0], module).lstrip("-")
    return name if _speaks(name) else ""


def returned(module: Module) -> Iterator[tuple[str, Text]]:
    """What a function returns whose name says that it gives a model (`function defaultModel() { return "gpt-4o" }`)."""
    for function in module.owner.values():
        name = GETS.sub("", keys.normal(function.name))
        for value in function.returns if name and _speaks(name) else ():
            if value.type == "string":
                yield function.name, Text(unescaped(key_text(value, module)), value, module)


def setter(callee: Node | None, module: Module) -> tuple[str, Node] | None:
    """The key that a method sets, where it speaks of a model, and the name of the method (`.withModelId("name")`)."""
    name = callee.child_by_field_name("property") if callee is not None and callee.type == "member_expression" else None
    found = SETS.match(module.text(name)) if name is not None else None
    key = keys.normal(module.text(name)[found.end() :]) if found else ""
    return (key, name) if name is not None and key and keys.stem_of_model_key(key) is not None else None


def _speaks(name: str) -> bool:
    return keys.stem_of_model_key(keys.normal(name)) is not None


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
