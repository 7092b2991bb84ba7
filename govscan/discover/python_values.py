"""An expression of a `python_module.Module` enters, the texts it can have leave, each with the place of its literal.

A reading, not an execution: names are followed through assignments, parameters, attributes, dicts and the defaults of
options; what cannot be known is left open. Depth and count are bounded, so that no input makes this slow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover.python_containers import Containers
from govscan.discover.python_formats import pieces_of
from govscan.discover.python_library import Library
from govscan.discover.python_module import Module, Scope, last_word
from govscan.discover.python_names import keyword_of

MAX_TEXTS: Final = 256
MAX_ENTRIES: Final = 8  # of a table that one piece of a text is taken from

_STRING_METHODS: Final = frozenset({"strip", "lstrip", "rstrip", "lower", "encode", "decode", "removesuffix"})
_PASSED_THROUGH: Final = frozenset(
    {"str", "Path", "PurePath", "PosixPath", "expanduser", "expandvars", "abspath", "realpath", "normpath", "resolve",
     "fspath", "SecretStr", "cast", "AnyUrl", "HttpUrl", "deepcopy", "copy", "bytes", "as_posix"}
)  # fmt: skip
_FIELDS: Final = frozenset({"Field", "field", "Option", "Argument", "Parameter", "Input"})
_OPTIONS: Final = frozenset({"add_argument", "option", "argument"})
_ENVIRONMENT: Final = frozenset({"getenv", "env", "get_env", "getenv_or_default", "config", "get_from_dict_or_env"})


class Text(Struct, frozen=True):
    """A text that an expression can have. `whole` is False where parts are unknown and written as {name}. `head`
    counts the characters of a variable folder in front of the rest (f"{folder}/org/name"). A text that is read
    from an environment variable without a default is "$NAME", with `variable` set; `asked` is the variable that a text
    is the default of."""

    text: str
    node: ast.expr
    how: str = "literal"
    whole: bool = True
    head: int = 0
    variable: bool = False
    asked: str = ""


class Values(Containers):
    """Evaluates expressions of one module. `under_way` are the names that are being followed."""

    def __init__(self, module: Module, library: Library | None = None) -> None:
        super().__init__(module, library)
        self.under_way: set[ast.expr] = set()

    def texts(self, node: ast.expr | None, scope: Scope) -> tuple[Text, ...]:
        """Every text that `node` can have, without doubles; concrete ones push out bare variables."""
        if node is None:
            return ()
        self.start()
        found = tuple(dict.fromkeys(islice(self._texts(node, scope, 0), MAX_TEXTS)))
        concrete = tuple(text for text in found if not text.variable)
        return concrete or found

    def text(self, node: ast.expr | None, scope: Scope) -> str | None:
        """The text of `node` where there is exactly one; else None."""
        found = {text.text for text in self.texts(node, scope)}
        return found.pop() if len(found) == 1 else None

    def _texts(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[Text]:
        if self.spent(depth):
            return
        if isinstance(node, ast.Constant):
            yield from self._constant(node, scope)
        elif isinstance(node, ast.Name) and node.id == "__file__":
            yield Text(f"./{(scope.home() or self.module).path}", node, "file")
        elif isinstance(node, ast.Attribute) and node.attr == "parent":
            yield from self._folder(node.value, scope, depth)
        elif (pieces := pieces_of(node)) is not None:
            yield from self._joined(node, pieces, scope, depth)
        elif isinstance(node, ast.Call):
            yield from self._call(node, scope, depth)
        elif isinstance(node, ast.Subscript):
            yield from self._item(node, scope, depth)
        elif isinstance(node, ast.BoolOp):
            yield from self._either(node, scope, depth)
        else:
            yield from self._followed(node, scope, depth)

    def _followed(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[Text]:
        """What a name stands for, but once: what is made of itself says nothing new."""
        if node in self.under_way:
            return
        self.under_way.add(node)
        try:
            for part, inner in self.parts(node, scope, depth):
                yield from self._texts(part, inner, depth + 1)
        finally:
            self.under_way.discard(node)

    def _constant(self, node: ast.Constant, scope: Scope) -> Iterator[Text]:
        home = scope.home()
        if home is not None and home is not self.module:
            self.abroad[node] = home
        if isinstance(node.value, str):
            yield Text(node.value, node)
        elif isinstance(node.value, bytes):
            yield Text(node.value.decode("utf-8", errors="replace"), node)

    def _either(self, node: ast.BoolOp, scope: Scope, depth: int) -> Iterator[Text]:
        """`os.getenv("NAME") or "literal"`: the literal is the default of the variable in front of it."""
        asked = ""
        for part in node.values:
            for text in self._texts(part, scope, depth + 1):
                asked = text.text[1:] if text.variable else asked
                plain = text.how == "literal" and asked and not text.asked
                yield replace(text, how="env-default", asked=asked) if plain else text

    def _folder(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[Text]:
        """The folder of a path that is known; of this very file, in most programs."""
        for text in self._texts(node, scope, depth + 1):
            if text.whole and not text.variable and text.how == "file" and text.text != ".":
                yield replace(text, text=text.text.rpartition("/")[0])

    def _item(self, node: ast.Subscript, scope: Scope, depth: int) -> Iterator[Text]:
        key: object = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if last_word(node.value) == "environ" and isinstance(key, str):
            yield from self._variable(key, None, node, scope, depth)
            return
        if last_word(node.value) == "argv" and isinstance(key, int):
            yield Text(f"${key}", node, "argv", variable=True)
            return
        found = False
        for table, inner in self.containers(node.value, scope, depth + 1):
            for value, place in self.pick(table, inner, node.slice):
                found = True
                for text in self._texts(value, place, depth + 1):
                    yield replace(text, how="dict-entry") if text.how == "literal" else text
        if not found and isinstance(key, str):
            yield from self._option(key, depth)

    def _option(self, name: str, depth: int) -> Iterator[Text]:
        for binding in self.module.options.get(name, ()):
            for text in self._texts(binding.node, binding.scope, depth + 1):
                yield replace(text, how="argparse") if text.how == "literal" else text

    # --- calls ----------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[Text]:
        word = last_word(node.func)
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        if word in ("get", "pop", "setdefault") and receiver is not None and node.args:
            yield from self._looked_up(node, receiver, scope, depth)
        elif word in _ENVIRONMENT:
            key = node.args[0] if node.args else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from self._variable(key.value, _second(node), node, scope, depth)
        elif word == "dirname" and node.args:
            yield from self._folder(node.args[0], scope, depth)
        elif word in _STRING_METHODS and receiver is not None:
            yield from self._texts(receiver, scope, depth + 1)
        elif word in _OPTIONS:
            yield from self._unset(node)
        elif word in _FIELDS or word in _PASSED_THROUGH:
            inside = keyword_of(node, "default") or (node.args[-1 if word == "cast" else 0] if node.args else receiver)
            made = keyword_of(node, "default_factory") if word in _FIELDS else None
            inside = made.body if isinstance(made, ast.Lambda) else inside
            if inside is not None:
                yield from self._texts(inside, scope, depth + 1)
        else:
            for binding in self.returns(node):
                yield from self._texts(binding.node, binding.scope, depth + 1)
            default = keyword_of(node, "default")
            if default is not None:
                yield from self._texts(default, scope, depth + 1)

    def _unset(self, node: ast.Call) -> Iterator[Text]:
        """An option without a default: whoever starts the program says it."""
        flags = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        flag = next((flag for flag in flags if flag.startswith("--")), flags[0] if flags else "")
        if flag:
            yield Text(f"${flag}", node, "argv", variable=True)

    def _looked_up(self, node: ast.Call, receiver: ast.expr, scope: Scope, depth: int) -> Iterator[Text]:
        key, default = node.args[0], _second(node)
        if last_word(receiver) == "environ":
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from self._variable(key.value, default, node, scope, depth)
            return
        item = ast.copy_location(ast.Subscript(receiver, key, ast.Load()), node)
        yield from self._item(item, scope, depth + 1)
        if default is not None:
            yield from self._texts(default, scope, depth + 1)

    def _variable(
        self, name: str, default: ast.expr | None, node: ast.expr, scope: Scope, depth: int
    ) -> Iterator[Text]:
        known = False
        for binding in self.module.environment.get(name, ()):
            known = True
            yield from self._texts(binding.node, binding.scope, depth + 1)
        if default is not None and not (isinstance(default, ast.Constant) and default.value == ""):
            for text in self._texts(default, scope, depth + 1):
                known = True
                yield replace(text, how="env-default", asked=name) if text.how == "literal" else text
        if not known:
            yield Text(f"${name}", node, "env", variable=True)

    # --- joined texts -----------------------------------------------------------------------------------------------

    def _joined(self, node: ast.expr, pieces: list[ast.expr], scope: Scope, depth: int) -> Iterator[Text]:
        """A text of several pieces. The place is that of the longest literal piece."""
        heads = [Text("", node, "fstring")]
        for number, piece in enumerate(pieces):
            options = self._options(piece, scope, depth)
            heads = [self._glue(head, option, piece, number) for head in heads for option in options][:MAX_TEXTS]
        yield from (head for head in heads if head.text)

    def _options(self, piece: ast.expr, scope: Scope, depth: int) -> tuple[Text, ...]:
        """What one piece can be. An entry of a large table is not known: nobody asks for all of them."""
        options = tuple(islice(self._piece(piece, scope, depth), 16))
        inside = piece.value if isinstance(piece, ast.FormattedValue) else piece
        if len(options) <= MAX_ENTRIES or not isinstance(inside, ast.Subscript):
            return options
        return (Text(f"{{{last_word(inside.value) or '...'}}}", inside, whole=False),)

    def _piece(self, piece: ast.expr, scope: Scope, depth: int) -> Iterator[Text]:
        inside = piece.value if isinstance(piece, ast.FormattedValue) else piece
        variable: Text | None = None
        known = False
        for text in self._texts(inside, scope, depth + 1):
            if text.variable:
                variable = replace(text, whole=False, variable=False)
            else:
                known = True
                yield text
        if variable is not None and not known:
            yield variable
        elif not known:
            name = last_word(inside) or (last_word(inside.func) if isinstance(inside, ast.Call) else "") or "..."
            yield Text(f"{{{name}}}", inside, whole=False)

    def _glue(self, head: Text, piece: Text, source: ast.expr, number: int) -> Text:
        literal = isinstance(source, ast.Constant)
        text = head.text + piece.text
        start = head.head
        if number == 0 and piece.how == "file":
            return replace(piece, node=source if hasattr(source, "lineno") else head.node)
        if number == 0 and not literal:
            start = len(piece.text)
        elif number and piece.asked and head.text.endswith("/") and piece.text.count("/") == 1:
            start = len(head.text)  # what a variable names below a folder, copied there by its id
        elif start and start == len(head.text) and piece.text.startswith("/"):
            start += 1  # the slash behind a variable folder
        keeps = len(piece.text) > len(head.text) - head.head and hasattr(piece.node, "lineno")
        how = "file" if head.how == "file" else "fstring" if literal or piece.how == "literal" else piece.how
        node = piece.node if keeps and not (literal and isinstance(head.node, ast.JoinedStr)) else head.node
        if head.how == "file" and hasattr(piece.node, "lineno"):
            node = piece.node
        return Text(text, node, how if keeps else head.how, head.whole and piece.whole, start)


def _second(node: ast.Call) -> ast.expr | None:
    return node.args[1] if len(node.args) > 1 else keyword_of(node, "default")
