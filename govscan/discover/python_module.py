"""What a Python file binds, as `python_scopes` reads it: scopes, bindings, calls, and the `Module` of them all."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from msgspec import Struct, field

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Binding(Struct, eq=False):
    """A name or attribute gets the value of `node`, read in `scope`."""

    node: ast.expr
    scope: Scope
    line: int
    conditional: bool = False  # inside a branch or loop: an earlier value may survive
    element: bool = False  # an element of `node` (a loop variable), not the value itself
    column: int | None = None  # of an element that is a row, the cell at this place
    owner: str = ""  # for an attribute: what stands in front of it, where that is a plain name ("openai")


class Scope(Struct, eq=False):
    """The module, a function or a class body."""

    kind: str  # "module", "function" or "class"
    name: str
    parent: Scope | None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)  # of a class: body and `self.x = ...`
    parameters: tuple[str, ...] = ()  # positional ones, in order, `self` left out
    node: Function | None = None
    module: Module | None = None  # of the outermost scope
    bases: tuple[str, ...] = ()  # of a class, as far as they are plain names

    def home(self) -> Module | None:
        """The module that this scope is part of."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope.module

    def enclosing_class(self) -> Scope | None:
        scope: Scope | None = self
        while scope is not None and scope.kind != "class":
            scope = scope.parent
        return scope


class Site(Struct, eq=False):
    """A call, the scope it stands in, and the last word of what is called ("create"; "" where that has no name)."""

    node: ast.Call
    scope: Scope
    word: str = ""


class Module(Struct, eq=False):
    """Everything that one file binds."""

    scope: Scope
    path: str = ""
    imports: dict[str, str] = field(default_factory=dict)  # local name -> dotted origin
    stars: list[str] = field(default_factory=list)  # modules imported with *
    calls: list[Site] = field(default_factory=list)
    callers: dict[str, list[Site]] = field(default_factory=dict)  # by the last word of the callee
    functions: dict[str, list[Scope]] = field(default_factory=dict)
    classes: dict[str, Scope] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)  # `x.name = ...` of any x but self
    returns: dict[Function, list[Binding]] = field(default_factory=dict)
    options: dict[str, list[Binding]] = field(default_factory=dict)  # argparse destinations and their defaults
    option_flags: dict[ast.expr, str] = field(default_factory=dict)  # default expression -> flag as written
    environment: dict[str, list[Binding]] = field(default_factory=dict)  # os.environ["X"] = ...
    items: dict[str, list[Binding]] = field(default_factory=dict)  # `anything["x"] = ...`
    dicts: list[tuple[ast.Dict, Scope]] = field(default_factory=list)
    compares: list[ast.Compare] = field(default_factory=list)
    first: list[ast.stmt] = field(default_factory=list)  # of the module and of every class body: a docstring, perhaps
    lines: Sequence[str] = ()  # only of a module that another one imports from
    scopes: list[Scope] = field(default_factory=list)  # all of them, also those that share a name

    def release(self) -> None:
        """Let go of what has been read. Scopes and bindings hold one another; apart, they are freed at once and the
        garbage collector, which would look at every node of every tree over and over, need not come."""
        self.scope.module = None
        for scope in self.scopes:
            scope.names.clear()
            scope.attributes.clear()

    def every_scope(self) -> list[Scope]:
        return [self.scope, *self.classes.values(), *(scope for group in self.functions.values() for scope in group)]


def last_word(node: ast.expr) -> str:
    """The last name of a dotted expression: "create" of client.chat.completions.create; "" for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
