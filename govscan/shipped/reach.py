"""What a Python file reaches for, by its syntax tree: bytes enter, uses with their lines leave. Nothing is run.

A name counts where it is mentioned, not only where it is called: what is passed on is called somewhere else. Names that
are put together from texts are followed as far as texts can be known; where they cannot, that is said.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan.evidence import Use
from govscan.pattern import pattern
from govscan.shipped import words
from govscan.shipped.texts import Texts

MAX_USES: Final = 200
MAX_NAME: Final = 30
MAX_INNER: Final = 3
"""Programs in texts of programs."""

MAX_PROGRAMS: Final = 50

_COOKIE = pattern(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,40})")
_PLAIN: Final = frozenset({"utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii", "latin-1", "iso-8859-1", "iso8859-1"})


class Broken(Exception):  # noqa: N818 - says what is the matter
    """Why a file has no syntax tree."""


def parsed(data: bytes) -> ast.Module:
    """The syntax tree of a source file.

    Raises:
        Broken: it is no Python that this version understands, or nested too deeply.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes and comparisons that are somebody else's matter
            return ast.parse(data)
    except SyntaxError as error:
        raise Broken(f"it is no Python 3 at line {error.lineno or 1}: {str(error.msg)[:80]}") from None
    except (ValueError, RecursionError, MemoryError, LookupError) as error:
        raise Broken(f"it cannot be parsed ({type(error).__name__})") from None


def uses_of(tree: ast.Module, data: bytes = b"") -> tuple[Use, ...]:
    """What the file reaches for, each thing once, at its first line."""
    found = list(_Reading(tree, 0, set()).uses())
    for number, line in enumerate(data.split(b"\n", 2)[:2], start=1):
        cookie = _COOKIE.match(line)
        if cookie and cookie[1].decode("ascii", "replace").lower().replace("_", "-") not in _PLAIN:
            found.append(Use(words.OBFUSCATION, number, f"the encoding {cookie[1].decode('ascii', 'replace')}"))
    first: dict[tuple[str, str], Use] = {}
    for use in sorted(found, key=lambda use: (use.line, words.CAPABILITIES.index(use.capability), use.what)):
        first.setdefault((use.capability, use.what), use)
    return tuple(first.values())[:MAX_USES]


class _Reading:
    """One syntax tree. `programs` are the programs in texts that were followed already, each once."""

    def __init__(self, tree: ast.AST, depth: int, programs: set[str]) -> None:
        self.nodes = list(ast.walk(tree))
        self.depth, self.programs = depth, programs
        self.names: dict[str, str] = {}
        self.stars: list[str] = []
        self.texts = Texts(self._constants())
        for node in self.nodes:
            self._import(node)
        for _ in range(2):  # an alias of an alias
            for node in self.nodes:
                self._alias(node)

    def _constants(self) -> dict[str, str]:
        """Names that are given one text and nothing else."""
        given: dict[str, list[ast.expr]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        given.setdefault(target.id, []).append(node.value)
        plain = Texts({})
        known = {name: plain.of(values[0]) for name, values in given.items() if len(values) == 1}
        return {name: text for name, text in known.items() if text is not None}

    def _import(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for each in node.names:
                self.names[each.asname or each.name.partition(".")[0]] = (
                    each.name if each.asname else each.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                if each.name == "*":
                    self.stars.append(node.module)
                else:
                    self.names[each.asname or each.name] = f"{node.module}.{each.name}"

    def _alias(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            dotted = self.dotted(node.value)
            for target in targets:
                if isinstance(target, ast.Name) and dotted and target.id not in self.names:
                    self.names[target.id] = dotted

    # --- names

    def dotted(self, node: ast.AST, depth: int = 0) -> str:
        """The full name that an expression leads to; "" where it leads to none that is known."""
        if depth > MAX_NAME:
            return ""
        match node:
            case ast.Name(id=name):
                if name in self.names:
                    return self.names[name]
                star = next((f"{each}.{name}" for each in self.stars if words.capability_of(f"{each}.{name}")), "")
                return star or (f"builtins.{name}" if name in words.BUILTINS else "")
            case ast.Attribute(value=value, attr=attr):
                owner = self.dotted(value, depth + 1)
                return f"{owner}.{attr}" if owner else ""
            case ast.Subscript(value=value, slice=key):
                return self._item(self.dotted(value, depth + 1), self.texts.of(key))
            case ast.Call(func=function, args=arguments) if arguments or isinstance(function, ast.Name):
                return self._result(self.dotted(function, depth + 1), arguments, depth)
        return ""

    def _item(self, owner: str, key: str | None) -> str:
        if key is None:
            return ""
        if owner == "sys.modules":
            return key
        if owner in ("builtins.globals()", "builtins.__builtins__"):
            return self.names.get(key, f"builtins.{key}")
        return f"{owner.removesuffix('.__dict__')}.{key}" if owner.endswith(".__dict__") else ""

    def _result(self, function: str, arguments: list[ast.expr], depth: int) -> str:
        if function in ("builtins.globals", "builtins.locals") and not arguments:
            return "builtins.globals()"
        first = arguments[0] if arguments else None
        if first is None:
            return ""
        if function == "builtins.vars":
            return f"{self.dotted(first, depth + 1)}.__dict__"
        if function in ("builtins.__import__", "importlib.import_module", "importlib.__import__"):
            return self.texts.of(first) or ""
        if function == "builtins.getattr" and len(arguments) > 1:
            owner, name = self.dotted(first, depth + 1), self.texts.of(arguments[1])
            owner = owner.removeprefix("builtins.").replace("__builtins__", "builtins") if owner else ""
            return f"{owner}.{name}" if owner and name else ""
        return ""

    # --- uses

    def uses(self) -> Iterator[Use]:
        for node in self.nodes:
            line = getattr(node, "lineno", 1)
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from self._imported(node)
            elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
                yield from self._mentioned(node, line)
            elif isinstance(node, ast.Call):
                yield from self._called(node, line)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 400:
                secret = next((each for each in words.SECRETS if each in node.value), "")
                if secret:
                    yield Use(words.ENVIRONMENT, line, f"the text {secret!r}")

    def _imported(self, node: ast.Import | ast.ImportFrom) -> Iterator[Use]:
        if isinstance(node, ast.ImportFrom) and (node.level or not node.module):
            return
        base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        for each in node.names:
            name = base.rstrip(".") if each.name == "*" else f"{base}{each.name}"
            found = words.capability_of(name)
            if found is not None and found[1] not in words.CALLS:
                yield Use(found[0], node.lineno, f"import {found[1]}")

    def _mentioned(self, node: ast.Name | ast.Attribute | ast.Subscript, line: int) -> Iterator[Use]:
        if isinstance(node, ast.Attribute) and node.attr in words.HIDDEN:
            yield Use(words.OBFUSCATION, line, f"the attribute {node.attr}")
        if not isinstance(node.ctx, ast.Load):
            return
        name = self.dotted(node)
        found = words.capability_of(name) if name else None
        if found is not None and found[1] not in words.CALLS and not _refined(name):
            yield Use(found[0], line, found[1].removeprefix("builtins."))
            if isinstance(node, ast.Subscript) and _assembled(node.slice):
                yield Use(words.OBFUSCATION, line, f"{found[1].removeprefix('builtins.')} by an assembled name")

    def _called(self, node: ast.Call, line: int) -> Iterator[Use]:
        function = self.dotted(node.func)
        yield from self._by_text(node, function, line)
        if len(node.args) + len(node.keywords) >= words.CALLS.get(function, 1 << 30):
            yield Use(words.DYNAMIC, line, function.removeprefix("builtins."))
        if function in ("builtins.eval", "builtins.exec", "builtins.compile") and node.args:
            yield from self._run(node.args[0], function.removeprefix("builtins."), line)
        if isinstance(node.func, ast.Attribute) and not function and node.func.attr in words.METHODS:
            yield Use(words.METHODS[node.func.attr], line, f".{node.func.attr}()")
        yield from _settings(node, function, line)

    def _by_text(self, node: ast.Call, function: str, line: int) -> Iterator[Use]:
        """Names that are given as texts: attributes and modules."""
        place = {"builtins.getattr": 1, "builtins.__import__": 0, "importlib.import_module": 0}.get(function)
        if place is None or len(node.args) <= place:
            return
        argument = node.args[place]
        text, reached = self.texts.of(argument), self.dotted(node)
        owner = self.dotted(node.args[0]).removeprefix("builtins.").replace("__builtins__", "builtins")
        if text is None:
            if place == 0:
                yield Use(words.DYNAMIC, line, f"{function.removeprefix('builtins.')} of a computed name")
            elif owner in words.MODULES:
                yield Use(words.OBFUSCATION, line, f"getattr of a computed name on {owner}")
            return
        found = words.capability_of(reached) if reached else None
        if found is not None:
            yield Use(found[0], line, found[1].removeprefix("builtins."))
        if _assembled(argument) and (found is not None or reached.partition(".")[0] in words.MODULES):
            yield Use(words.OBFUSCATION, line, f"{reached.removeprefix('builtins.')} by an assembled name")

    def _run(self, program: ast.expr, function: str, line: int) -> Iterator[Use]:
        """A program in a text: followed where it is known, said where it comes packed."""
        packed = [name for node in ast.walk(program) if isinstance(node, ast.Call) and (name := self.dotted(node.func))]
        decoder = next((name for name in packed if name.startswith(words.DECODERS)), "")
        if decoder or (_assembled(program) and self.texts.of(program) is not None):
            yield Use(words.OBFUSCATION, line, f"{function} of a text that is {'decoded' if decoder else 'assembled'}")
        text = self.texts.of(program)
        if text is None or text in self.programs:
            return
        if self.depth >= MAX_INNER or len(self.programs) >= MAX_PROGRAMS:
            yield Use(words.OBFUSCATION, line, "more programs in texts than are followed")
            return
        self.programs.add(text)
        try:
            inner = _Reading(parsed(text.encode("utf-8", "surrogatepass")), self.depth + 1, self.programs)
        except Broken:
            return
        for use in inner.uses():
            yield replace(use, line=line, what=f"{use.what} in a text given to {function}")


def _assembled(node: ast.AST) -> bool:
    """Whether a text is put together, and not simply written."""
    return not isinstance(node, ast.Constant | ast.Name)


def _refined(name: str) -> bool:
    """Names that count by how they are called, see `_settings`."""
    return name in ("torch.load", "numpy.load", "yaml.load", "builtins.open")


def _settings(node: ast.Call, function: str, line: int) -> Iterator[Use]:
    """Calls that matter by their arguments."""
    given = {each.arg: each.value for each in node.keywords if each.arg}
    if function in ("builtins.open", "io.open", "codecs.open"):
        mode = node.args[1] if len(node.args) > 1 else given.get("mode")
        text = mode.value if isinstance(mode, ast.Constant) else None
        if mode is not None and (not isinstance(text, str) or set(text) & set("wax+")):
            yield Use(words.WRITES, line, f"open with mode {text!r}" if isinstance(text, str) else "open to write")
    elif function == "torch.load":
        if not _is_true(given.get("weights_only")):
            yield Use(words.DESERIALIZES, line, "torch.load without weights_only=True")
    elif function == "numpy.load":
        if "allow_pickle" in given and not _is_false(given["allow_pickle"]):
            yield Use(words.DESERIALIZES, line, "numpy.load with allow_pickle")
    elif function == "yaml.load":
        loader = given.get("Loader") or (node.args[1] if len(node.args) > 1 else None)
        name = getattr(loader, "attr", getattr(loader, "id", ""))
        if name not in ("SafeLoader", "CSafeLoader", "BaseLoader"):
            yield Use(words.DESERIALIZES, line, "yaml.load without a safe loader")


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
