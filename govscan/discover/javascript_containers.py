"""An expression of a JavaScript module enters, the expressions, objects and lists that it stands for leave.

Names are followed through declarations, defaults, functions and the modules of the tree that they are imported from.
Every walk is bounded in depth and steps, so that no input makes it slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from govscan import limits
from govscan.bounded import hit
from govscan.discover.javascript_library import Library
from govscan.discover.javascript_tree import Binding, Function, Module, child

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_PARTS: Final = 200
MAX_DEPTH: Final = 12
MAX_STEPS: Final = 4_000  # of one question
MIN_STEPS: Final = 100  # of one question, once the file's are used up: what stands at hand is still read
SAME: Final = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion",
     "await_expression"}
)  # fmt: skip
WRAPS: Final = frozenset(
    {"useState", "useRef", "freeze", "ref", "signal", "String", "writable", "persisted", "default", "catch"}
)


def inside(node: Node) -> Node | None:
    """The expression in one of SAME, which only says more of its type (`[...] as const`)."""
    return child(node, node.named_child_count - 1 if node.type == "type_assertion" else 0)


class Containers:
    """Follows expressions of one module to what holds values."""

    def __init__(self, module: Module, library: Library) -> None:
        self.module = module
        self.library = library
        self.steps = 0  # of the question at hand
        self.given = 0  # where its count began
        self.total = 0  # of the whole file

    def start(self) -> None:
        """Begin a new question: its own budget, as far as the file's budget lasts."""
        self.total += self.steps - self.given
        if self.total > limits.SCRIPT_STEPS:
            hit(f"more than {limits.SCRIPT_STEPS:,} steps to follow its values, the rest is not followed")
        self.given = self.steps = MAX_STEPS - min(MAX_STEPS, max(MIN_STEPS, limits.SCRIPT_STEPS - self.total))

    def spent(self, depth: int) -> bool:
        self.steps += 1
        return depth > MAX_DEPTH or self.steps > MAX_STEPS

    def parts(self, node: Node, module: Module, depth: int) -> Iterator[tuple[Node, Module]]:
        """The expressions that `node` stands for, one step further."""
        kind = node.type
        if kind in ("identifier", "shorthand_property_identifier"):
            yield from self._named(node, module, depth)
        elif kind in SAME:
            inner = inside(node)
            if inner is not None:
                yield inner, module
        elif kind == "ternary_expression":
            for name in ("consequence", "alternative"):
                part = node.child_by_field_name(name)
                if part is not None:
                    yield part, module
        elif kind in ("assignment_expression", "augmented_assignment_expression"):
            part = node.child_by_field_name("right")
            if part is not None:
                yield part, module

    def _named(self, node: Node, module: Module, depth: int) -> Iterator[tuple[Node, Module]]:
        name = module.text(node)
        function = self._function_with(name, node, module)
        for binding in _visible(module.bindings.get(name, ()), node, function.node if function else None):
            yield binding.value, module
        for binding in module.elements.get(name, ())[:50]:
            if _inside(node, binding.scope):
                yield from self.elements(binding.value, module, depth + 1)
        if function is not None:
            yield from self._arguments(function, name, module, depth)
            return
        yield from self.library.named(module, name)

    def _arguments(self, function: Function, name: str, module: Module, depth: int) -> Iterator[tuple[Node, Module]]:
        """What the calls of a function pass for its parameter; for one that is handed to a method of a list
        (`models.map(id => ...)`), the entries of the list."""
        position = function.parameters.index(name)
        around = module.outer.get(function.node.id)
        callee = _callee(module.outer.get(around.id)) if around is not None and around.type == "arguments" else None
        if callee is not None and callee.type == "member_expression" and position == 0:
            owner = callee.child_by_field_name("object")
            if owner is not None and module.text(callee.child_by_field_name("property")) in ("map", "forEach"):
                yield from self.elements(owner, module, depth + 1)
        for call in self.library.callers(module).get(function.name, ())[:50] if function.name else ():
            given = arguments_of(call)
            if position < len(given):
                yield given[position], module

    def _function_with(self, name: str, node: Node, module: Module) -> Function | None:
        """The innermost function around a node that has a parameter of this name."""
        around = [each for each in self.library.parameters(module).get(name, ()) if _inside(node, each.node)]
        return min(around, key=lambda each: each.node.end_byte - each.node.start_byte, default=None)

    def returns(self, name: str, callee: Node, module: Module) -> Iterator[tuple[Node, Module]]:
        for function in module.functions.get(name, ())[:10]:
            yield from ((value, module) for value in function.returns[:20])
        if callee.type == "identifier" and name not in module.functions:
            for function, home in self.library.functions(module, name):
                yield from ((value, home) for value in function.returns[:20])

    def containers(self, node: Node, module: Module, depth: int = 0) -> Iterator[tuple[Node, Module]]:
        """The objects, lists, enums and classes behind an expression."""
        if self.spent(depth):
            return
        kind = node.type
        if kind in ("object", "array", "enum_body", "class_body"):
            yield node, module
        elif kind == "call_expression":
            yield from self._made(node, module, depth)
        elif kind in ("member_expression", "subscript_expression"):
            yield from self._inside_of(node, module, depth)
        elif kind in ("binary_expression", "new_expression"):
            for name in ("left", "right", "constructor"):
                side = node.child_by_field_name(name)
                if side is not None:
                    yield from self.containers(side, module, depth + 1)
        else:
            if kind == "identifier":
                table = module.tables.get(module.text(node))
                if table is not None:
                    yield table, module
                yield from self.library.tables(module, module.text(node))
            for part, inner in self.parts(node, module, depth):
                yield from self.containers(part, inner, depth + 1)

    def _inside_of(self, node: Node, module: Module, depth: int) -> Iterator[tuple[Node, Module]]:
        owner, key = node.child_by_field_name("object"), member_key(node, module)
        for outer, home in self.containers(owner, module, depth + 1) if owner is not None else ():
            for name, value, place in self.entries(outer, home, depth + 1):
                if key is None or name == key:
                    yield from self.containers(value, place, depth + 1)
        for value in module.members.get(module.text(node), ())[:20]:
            yield from self.containers(value, module, depth + 1)

    def _made(self, node: Node, module: Module, depth: int) -> Iterator[tuple[Node, Module]]:
        callee = node.child_by_field_name("function")
        name = last_name(callee, module) if callee is not None else ""
        given = arguments_of(node)
        if callee is None:
            return
        if name in WRAPS or name in ("stringify", "assign", "defineConfig"):
            for part in given[:5]:
                yield from self.containers(part, module, depth + 1)
        for value, home in self.returns(name, callee, module):
            yield from self.containers(value, home, depth + 1)

    def entries(self, table: Node, module: Module, depth: int = 0) -> Iterator[tuple[str, Node, Module]]:
        """Keys and values of an object, enum or class, each with its module; the entries of a list have their numbers
        as keys."""
        for number, part in enumerate(table.named_children[:2000]):
            kind = part.type
            if table.type == "array":
                yield str(number), part, module
            elif kind in ("pair", "enum_assignment", "public_field_definition"):
                key = part.child_by_field_name("key") or part.child_by_field_name("name")
                value = part.child_by_field_name("value")
                if key is not None and value is not None:
                    yield key_text(key, module), value, module
            elif kind == "shorthand_property_identifier":
                yield module.text(part), part, module
            elif kind == "spread_element" and (inner := child(part, 0)) is not None and depth < MAX_DEPTH:
                for other, home in self.containers(inner, module, depth + 1):
                    yield from self.entries(other, home, depth + 1)

    def elements(self, node: Node, module: Module, depth: int = 0) -> Iterator[tuple[Node, Module]]:
        """The entries of the list, or the values of the object, behind an expression."""
        if node.type == "call_expression":  # Object.values(MODELS)
            for part in arguments_of(node)[:1]:
                yield from self.elements(part, module, depth + 1)
            return
        for table, home in self.containers(node, module, depth + 1):
            for _, value, place in self.entries(table, home, depth + 1):
                yield value, place


def _inside(node: Node, scope: Node | None) -> bool:
    return scope is None or (scope.start_byte <= node.start_byte and node.end_byte <= scope.end_byte)


def _visible(bindings: Sequence[Binding], node: Node, function: Node | None) -> list[Binding]:
    """The bindings of the innermost scope around a place; a parameter (of `function`) hides what is outside of it."""
    seen = [
        each
        for each in bindings[:MAX_PARTS]
        if _inside(node, each.scope) and not (each.value.start_byte <= node.start_byte < each.value.end_byte)
    ]
    if function is not None:
        seen = [each for each in seen if each.scope is not None and _inside(each.scope, function)]
    size = min((_size(each.scope) for each in seen), default=0)
    return [each for each in seen if _size(each.scope) == size]


def _size(scope: Node | None) -> int:
    return 1 << 60 if scope is None else scope.end_byte - scope.start_byte


def key_text(node: Node, module: Module) -> str:
    text = module.text(node)
    return text[1:-1] if node.type == "string" else text


def names_of(table: Node, module: Module) -> Iterator[str]:
    """The keys that are written in an object."""
    for part in table.named_children[:MAX_PARTS]:
        key = part.child_by_field_name("key") if part.type == "pair" else None
        if key is not None:
            yield key_text(key, module)


def member_key(node: Node, module: Module) -> str | None:
    """The key of `a.key` and `a["key"]`; None where it is computed."""
    key = node.child_by_field_name("property") or node.child_by_field_name("index")
    if key is None or (node.type == "subscript_expression" and key.type not in ("string", "number")):
        return None
    return key_text(key, module)


def last_name(node: Node, module: Module) -> str:
    if node.type == "member_expression":
        return module.text(node.child_by_field_name("property"))
    return module.text(node) if node.type == "identifier" else ""


def arguments_of(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    if given is None or given.type != "arguments":
        return []
    return [part for part in given.named_children[:20] if part.type != "comment"]


def _callee(call: Node | None) -> Node | None:
    return call.child_by_field_name("function") if call is not None and call.type == "call_expression" else None
