"""An expression of a JavaScript module enters, the texts that it can have leave, each with its literal.

A reading, not an execution: names are followed through declarations, defaults, objects, enums, functions and the
modules of the tree that they are imported from. Depth and count are bounded, so that no input makes this slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover.javascript_containers import WRAPS, Containers, arguments_of, last_name, member_key
from govscan.discover.javascript_tree import Module, child
from govscan.reference import Location

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_TEXTS: Final = 200


_METHODS: Final = frozenset({"replace", "trim", "toString", "toLowerCase", "valueOf"})
_EITHER: Final = frozenset({"||", "??", "&&"})
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "\n": "", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class Text(Struct, frozen=True, eq=False):
    """A text that an expression can have, and the literal that says it. Parts that are unknown are written as {name},
    and then it is not `whole`. `variable`: read from the environment, without a default ("$NAME")."""

    text: str
    node: Node
    module: Module
    whole: bool = True
    variable: bool = False

    @property
    def place(self) -> Location:
        return place_of(self.node, self.module)


def place_of(node: Node, module: Module) -> Location:
    row, column = node.start_point
    start = node.start_byte - column
    before = module.data[start : node.start_byte]
    return Location(module.path, row + 1, (column if before.isascii() else len(before.decode("utf-8", "replace"))) + 1)


class Values(Containers):
    """Evaluates expressions of one module and of those that it imports from."""

    def texts(self, node: Node | None, module: Module | None = None) -> tuple[Text, ...]:
        """Every text that `node` can have, without doubles; concrete ones push out bare variables."""
        if node is None:
            return ()
        self.start()
        unique: dict[tuple[str, int], Text] = {}
        for text in islice(self._texts(node, module or self.module, 0), MAX_TEXTS):
            unique.setdefault((text.text, text.node.id), text)
        found = tuple(unique.values())
        return tuple(text for text in found if not text.variable) or found

    def _texts(self, node: Node, module: Module, depth: int) -> Iterator[Text]:
        if self.spent(depth):
            return
        kind = node.type
        if kind == "string":
            yield Text(unescaped(module.text(node)[1:-1]), node, module)
        elif kind == "template_string":
            yield from self._joined(node, node.named_children, module, depth)
        elif kind == "binary_expression":
            yield from self._binary(node, module, depth)
        elif kind == "call_expression":
            yield from self._call(node, module, depth)
        elif kind in ("member_expression", "subscript_expression"):
            yield from self._member(node, module, depth)
        else:
            for part, inner in self.parts(node, module, depth):
                yield from self._texts(part, inner, depth + 1)

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _binary(self, node: Node, module: Module, depth: int) -> Iterator[Text]:
        operator = module.text(node.child_by_field_name("operator"))
        sides = [side for name in ("left", "right") if (side := node.child_by_field_name(name)) is not None]
        if operator == "+":
            yield from self._joined(node, sides, module, depth)
        elif operator in _EITHER:
            for side in sides:
                yield from self._texts(side, module, depth + 1)

    def _joined(self, node: Node, pieces: list[Node], module: Module, depth: int) -> Iterator[Text]:
        if len(pieces) == 1 and pieces[0].type == "template_substitution":
            inside = child(pieces[0], 0)
            yield from self._texts(inside, module, depth + 1) if inside is not None else ()
            return
        heads = [Text("", node, module)]
        for piece in pieces:
            if piece.type in ("string_fragment", "escape_sequence"):
                options = [Text(unescaped(module.text(piece)), node, module)]
            else:
                inside = child(piece, 0) if piece.type == "template_substitution" else piece
                options = self._known(inside, module, depth) if inside is not None else []
            heads = [_glue(head, option) for head in heads for option in options][:MAX_TEXTS]
        yield from (head for head in heads if head.text or not pieces)

    def _known(self, node: Node, module: Module, depth: int) -> list[Text]:
        found = list(islice(self._texts(node, module, depth + 1), 16))
        known = [text for text in found if not text.variable]
        if known:
            return known
        name = found[0].text.lstrip("$") if found else re.split(r"[^\w]", module.text(node).rsplit(".", 1)[-1])[0]
        return [Text(f"{{{name or '...'}}}", node, module, whole=False)]

    def _call(self, node: Node, module: Module, depth: int) -> Iterator[Text]:
        callee = node.child_by_field_name("function")
        if callee is None:
            return
        name = last_name(callee, module)
        given = arguments_of(node)
        owner = callee.child_by_field_name("object")
        if name in _METHODS and owner is not None:
            yield from self._texts(owner, module, depth + 1)
        elif name in WRAPS and given:
            yield from self._texts(given[0], module, depth + 1)
        else:
            for value, home in self.returns(name, callee, module):
                yield from self._texts(value, home, depth + 1)

    def _member(self, node: Node, module: Module, depth: int) -> Iterator[Text]:
        owner, key = node.child_by_field_name("object"), member_key(node, module)
        if owner is None:
            return
        if key and module.text(owner) in ("process.env", "import.meta.env", "env", "Deno.env", "Bun.env"):
            yield Text(f"${key}", node, module, variable=True)
            return
        found = False
        for table, home in self.containers(owner, module, depth + 1):
            for name, value, place in self.entries(table, home, depth + 1):
                if key is None or name == key:
                    found = True
                    yield from self._texts(value, place, depth + 1)
        if not found:
            for value in module.members.get(f"{module.text(owner)}.{key}", ())[:50]:
                yield from self._texts(value, module, depth + 1)


def _glue(head: Text, piece: Text) -> Text:
    """The place is that of the longest literal piece; a template counts as one."""
    longer = len(piece.text) > len(head.text) and head.node.type == "binary_expression" and piece.node.type == "string"
    node, module = (piece.node, piece.module) if longer or not head.text else (head.node, head.module)
    if head.node.type == "template_string":
        node, module = head.node, head.module
    return replace(
        head, text=head.text + piece.text, node=node, module=module, whole=head.whole and piece.whole, variable=False
    )


def unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)
