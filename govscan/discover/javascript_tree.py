"""JavaScript and TypeScript source enters, a `Module` leaves: its syntax tree (tree-sitter) and what its names are
bound to. Nothing is evaluated here; `javascript_values` reads the tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from govscan import limits
from govscan.discover.javascript_parser import root_of
from govscan.marked import Malformed

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Query

_TYPESCRIPT: Final = (".ts", ".mts", ".cts")
_QUERY: Final = """
(call_expression) @call (new_expression) @call (arguments) @arguments
(pair) @pair (object) @object
(variable_declarator) @declarator (assignment_expression) @assign (augmented_assignment_expression) @assign
(public_field_definition) @field (enum_declaration) @enum (class_declaration) @class
(required_parameter) @parameter (object_assignment_pattern) @default (assignment_pattern) @default
(for_in_statement) @loop (return_statement) @return
(function_declaration) @function (function_expression) @function (arrow_function) @function
(method_definition) @function
(import_statement) @import (export_statement) @export
"""
_ATTRIBUTES: Final = "(jsx_attribute) @attribute"
_NESTED: Final = (
    "call",
    "arguments",
    "pair",
    "object",
    "function",
    "class",
    "declarator",
    "return",
    "parameter",
    "default",
)
_ASSIGNS: Final = frozenset({"=", "??=", "||="})


class Function(Struct, eq=False):
    """A function of the module: its parameters in order ("" for what is no plain name) and what it can return."""

    node: Node
    parameters: list[str]
    name: str = ""
    returns: list[Node] = field(default_factory=list)


class Binding(Struct, eq=False):
    """A name gets the value of `value` inside the function `scope`, or in the whole module."""

    value: Node
    scope: Node | None = None


class Module(Struct, eq=False):
    """Everything that one file binds. Values are nodes of its tree."""

    path: str
    data: bytes
    root: Node | None = None
    nodes: dict[str, list[Node]] = field(default_factory=dict)  # by the names of the query, in the order of the text
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    elements: dict[str, list[Binding]] = field(default_factory=dict)  # loop variables: what is looped over
    members: dict[str, list[Node]] = field(default_factory=dict)  # "a.x" of `a.x = ...`, "this.x" of class fields
    tables: dict[str, Node] = field(default_factory=dict)  # enums and classes
    functions: dict[str, list[Function]] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)  # local name -> (module, name there or "*")
    exports: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> (module or "", name there)
    stars: list[str] = field(default_factory=list)  # modules whose names are handed on
    default: list[Node] = field(default_factory=list)
    outer: dict[int, Node] = field(default_factory=dict)  # by node id: the next of _NESTED around it
    owner: dict[int, Function] = field(default_factory=dict)  # by node id of a function

    def text(self, node: Node | None) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace") if node is not None else ""


@lru_cache(maxsize=2)
def _grammar(typescript: bool) -> tuple[Language, Query]:
    import tree_sitter_typescript  # only a file that names models pays for it
    from tree_sitter import Language, Query

    if typescript:
        language = Language(tree_sitter_typescript.language_typescript())
        return language, Query(language, _QUERY)
    language = Language(tree_sitter_typescript.language_tsx())
    return language, Query(language, _QUERY + _ATTRIBUTES)


def parse(path: str, text: str) -> Module:
    """The module of a source text; what is no JavaScript is passed over by the parser.

    Raises:
        govscan.marked.Malformed: more of it than is read.
    """
    from tree_sitter import QueryCursor

    data = text.encode("utf-8", "replace")
    language, query = _grammar(path.lower().endswith(_TYPESCRIPT))
    root = root_of(data, language)
    if root.descendant_count > limits.SCRIPT_PIECES:
        raise Malformed(f"more than {limits.SCRIPT_PIECES:,} pieces of syntax, not read")
    module = Module(path, data, root)
    for kind, nodes in QueryCursor(query).captures(root).items():  # in no order of theirs
        module.nodes[kind] = sorted(nodes, key=lambda node: (node.start_byte, -node.end_byte))
    _nest(module)
    for node in module.nodes.get("import", ()):
        _import(module, node)
    for node in module.nodes.get("export", ()):
        _export(module, node)
    _functions(module)
    _bind_all(module)
    return module


def _nest(module: Module) -> None:
    """Which call, object or function is around each of them: one pass over all in order."""
    rows = [node for kind in _NESTED for node in module.nodes.get(kind, ())]
    rows.sort(key=lambda node: (node.start_byte, -node.end_byte))
    stack: list[Node] = []
    for node in rows:
        while stack and stack[-1].end_byte < node.end_byte:
            stack.pop()
        if stack:
            module.outer[node.id] = stack[-1]
        stack.append(node)


def child(node: Node, number: int) -> Node | None:
    """A named child; None where there is none."""
    return node.named_child(number) if 0 <= number < node.named_child_count else None


# --- what is bound --------------------------------------------------------------------------------------------------


def _functions(module: Module) -> None:
    for node in module.nodes.get("function", ()):
        parameters = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        names = [] if parameters is None else _parameters(module, parameters)
        function = Function(node, names)
        module.owner[node.id] = function
        body = node.child_by_field_name("body")
        if body is not None and body.type != "statement_block":
            function.returns.append(body)
        name = module.text(node.child_by_field_name("name")) or _name_of_value(module, node)
        if name:
            function.name = name
            module.functions.setdefault(name, []).append(function)
    for node in module.nodes.get("return", ()):
        around = function_around(module, node)
        if around is not None and (value := child(node, 0)) is not None:
            module.owner[around.id].returns.append(value)


def _parameters(module: Module, node: Node) -> list[str]:
    if node.type == "identifier":
        return [module.text(node)]
    patterns = [part.child_by_field_name("pattern") for part in node.named_children]
    return [module.text(part) if part is not None and part.type == "identifier" else "" for part in patterns]


def _name_of_value(module: Module, node: Node) -> str:
    """The name that a function expression is given (`const load = (id) => ...`)."""
    around = module.outer.get(node.id)
    if around is None or around.type not in ("variable_declarator", "pair"):
        return ""
    if around.child_by_field_name("value") != node:
        return ""
    return module.text(around.child_by_field_name("name") or around.child_by_field_name("key"))


def function_around(module: Module, node: Node) -> Node | None:
    """The innermost function around a node that is in `outer`."""
    around = module.outer.get(node.id)
    while around is not None and around.id not in module.owner:
        around = module.outer.get(around.id)
    return around


def _bind_all(module: Module) -> None:
    for node in module.nodes.get("declarator", ()):
        _require(module, node.child_by_field_name("name"), node.child_by_field_name("value"))
        scope = function_around(module, node)
        _bind(module, node.child_by_field_name("name"), node.child_by_field_name("value"), scope)
    for node in module.nodes.get("assign", ()):
        operator = node.child_by_field_name("operator")
        if operator is None or module.text(operator) in _ASSIGNS:
            _bind(module, node.child_by_field_name("left"), node.child_by_field_name("right"))
    for node in module.nodes.get("field", ()):
        name, value = module.text(node.child_by_field_name("name")), node.child_by_field_name("value")
        if name and value is not None:
            module.members.setdefault(f"this.{name}", []).append(value)
    for node in module.nodes.get("parameter", ()):
        scope = function_around(module, node)
        _bind(module, node.child_by_field_name("pattern"), node.child_by_field_name("value"), scope)
    for node in module.nodes.get("default", ()):
        scope = function_around(module, node)
        _bind(module, node.child_by_field_name("left"), node.child_by_field_name("right"), scope)
    for node in module.nodes.get("loop", ()):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and left.type == "identifier":
            module.elements.setdefault(module.text(left), []).append(Binding(right, node))
    for node in (*module.nodes.get("enum", ()), *module.nodes.get("class", ())):
        body = node.child_by_field_name("body")
        if body is not None:
            module.tables[module.text(node.child_by_field_name("name"))] = body


def _bind(module: Module, target: Node | None, value: Node | None, scope: Node | None = None) -> None:
    if target is None or value is None:
        return
    kind = target.type
    if kind in ("identifier", "shorthand_property_identifier_pattern"):
        module.bindings.setdefault(module.text(target), []).append(Binding(value, scope))
    elif kind == "member_expression":
        owner, name = target.child_by_field_name("object"), module.text(target.child_by_field_name("property"))
        if owner is not None and owner.type in ("identifier", "this", "member_expression"):
            module.members.setdefault(f"{module.text(owner)}.{name}", []).append(value)
    elif kind == "subscript_expression":  # body["model"] = "..."
        owner, index = target.child_by_field_name("object"), target.child_by_field_name("index")
        if owner is not None and index is not None and index.type == "string":
            module.members.setdefault(f"{module.text(owner)}.{string_value(module, index)}", []).append(value)
    elif kind == "array_pattern" and value.type == "call_expression" and target.named_child_count:
        first = child(target, 0)  # const [model, setModel] = useState("...")
        if first is not None and first.type == "identifier":
            module.bindings.setdefault(module.text(first), []).append(Binding(value, scope))


# --- what comes from elsewhere ---------------------------------------------------------------------------------------


def string_value(module: Module, node: Node | None) -> str:
    return module.text(node)[1:-1] if node is not None and node.type == "string" else ""


def _import(module: Module, node: Node) -> None:
    source = string_value(module, node.child_by_field_name("source"))
    clause = next((part for part in node.named_children if part.type == "import_clause"), None)
    if not source:
        return
    module.imports.setdefault(f"'{source}'", (source, ""))  # also one that binds nothing
    for part in clause.named_children if clause is not None else ():
        if part.type == "identifier":
            module.imports[module.text(part)] = (source, "default")
        elif part.type == "namespace_import" and part.named_child_count:
            module.imports[module.text(child(part, 0))] = (source, "*")
        elif part.type == "named_imports":
            for name, local in _specifiers(module, part):
                module.imports[local] = (source, name)


def _require(module: Module, target: Node | None, value: Node | None) -> None:
    """`const { A, B: b } = require("x")`, `const a = await import("x")`."""
    if value is not None and value.type == "await_expression":
        value = child(value, 0)
    if target is None or value is None or value.type != "call_expression":
        return
    if module.text(value.child_by_field_name("function")) not in ("require", "import"):
        return
    given = value.child_by_field_name("arguments")
    source = string_value(module, child(given, 0) if given is not None else None)
    if not source:
        return
    if target.type == "identifier":
        module.imports[module.text(target)] = (source, "*")
    for part in target.named_children if target.type == "object_pattern" else ():
        if part.type == "shorthand_property_identifier_pattern":
            module.imports[module.text(part)] = (source, module.text(part))
        elif part.type == "pair_pattern":
            name, local = part.child_by_field_name("key"), part.child_by_field_name("value")
            module.imports[module.text(local)] = (source, module.text(name))


def _specifiers(module: Module, node: Node) -> Iterator[tuple[str, str]]:
    for specifier in node.named_children:
        name = specifier.child_by_field_name("name")
        if name is not None:
            yield module.text(name), module.text(specifier.child_by_field_name("alias") or name)


def _export(module: Module, node: Node) -> None:
    source = string_value(module, node.child_by_field_name("source"))
    value = node.child_by_field_name("value")
    if value is not None:
        module.default.append(value)
    clause = next((part for part in node.named_children if part.type == "export_clause"), None)
    if clause is not None:
        for name, shown in _specifiers(module, clause):
            module.exports[shown] = (source, name)
    elif source:
        module.stars.append(source)
