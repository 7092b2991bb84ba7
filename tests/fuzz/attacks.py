"""Regular expressions enter, texts leave that make a backtracking engine try many ways, if there are many.

For every repetition of an expression: what has to stand in front of it, then what it repeats, then a sign that it
cannot end with; each alternative of the repeated part on its own, and pairs of them. For a search also what the
expression begins with, over and over: each place begins a try that fails only at the end.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import govscan
from govscan.identify.clauses.rule import Phrase
from govscan.pattern import _Later

MANY = 20
"""A repetition of at most so many turns is none that counts."""

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_AT_A_PLACE = frozenset({"match", "fullmatch"})
_CALLS = frozenset(
    {"search", "match", "fullmatch", "sub", "subn", "split", "finditer", "findall", "compile", "pattern"}
)
_FLAGS = {"IGNORECASE": re.I, "I": re.I, "MULTILINE": re.M, "DOTALL": re.S, "VERBOSE": re.X, "ASCII": re.A}

Expression = tuple[str | bytes, int]


def expressions() -> dict[Expression, tuple[str, str]]:
    """Every regular expression of the package, where it stands, and how it is used: "match" where it is only tried at
    one place of a text, else "search"."""
    held: dict[Expression, str] = {}
    root = Path(govscan.__path__[0])
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    for module in pkgutil.walk_packages(govscan.__path__, "govscan."):
        if module.name.rpartition(".")[2] not in ("__main__", "build", "build_datasets"):
            place = importlib.import_module(module.name)
            for name, value in list(vars(place).items()):
                _collect(f"{module.name}.{name}", value, held, set(), 0)
    used: dict[tuple[str, str], set[str]] = {}  # by the module that uses a name, and the name
    for path, source in sources.items():
        for name, method in re.findall(r"\b([A-Za-z_]\w*)\.(\w+)", source):
            own = ".".join(("govscan", *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
            used.setdefault((own if name.startswith("_") else "", name), set()).add(method)
    found = {expression: (place, _use(_methods(place, used))) for expression, place in held.items()}
    for path, source in sources.items():
        tree = ast.parse(source)
        tried = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in _AT_A_PLACE}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                of_re = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re"
                if called in _CALLS and of_re and isinstance(node.args[0].value, str | bytes):
                    flags = sum(_FLAGS.get(part.attr, 0) for part in ast.walk(node) if isinstance(part, ast.Attribute))
                    how = "match" if called in _AT_A_PLACE or node in tried else "search"
                    place = f"{path.relative_to(root)}:{node.lineno}"
                    found.setdefault((node.args[0].value, int(flags)), (place, how))
    return found


def _methods(place: str, used: dict[tuple[str, str], set[str]]) -> set[str]:
    """What is asked of the expression at a place: in its own module where its name is private."""
    module, _, name = place.rpartition(".")
    return used.get((module if name.startswith("_") else "", name), set())


def _use(methods: set[str]) -> str:
    return "match" if methods and methods <= _AT_A_PLACE else "search"


def _collect(place: str, value: Any, found: dict[Expression, str], seen: set[int], depth: int) -> None:
    if id(value) in seen or depth > 6:
        return
    seen.add(id(value))
    if isinstance(value, _Later):
        found.setdefault((value._source[0], int(value._source[1])), place)
    elif isinstance(value, re.Pattern):
        flags = value.flags & ~(re.U if isinstance(value.pattern, str) else 0)
        found.setdefault((value.pattern, int(flags)), place)
    else:
        for part in _inside(value):
            _collect(place, part, found, seen, depth + 1)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Phrase):
        return value._parts[0]
    if isinstance(value, tuple | list | set | frozenset):
        return value
    if isinstance(value, dict):
        return (*value, *value.values())
    if isinstance(value, type):
        return list(vars(value).values()) if value.__module__.startswith("govscan") else ()
    return [getattr(value, name, None) for name in getattr(value, "__struct_fields__", ())]


def attacks(expression: Expression, length: int) -> Iterator[str | bytes]:
    """Texts of about `length` signs."""
    source, flags = expression
    tree = re._parser.parse(source, flags)  # type: ignore[attr-defined]
    texts: dict[str, None] = {}
    for before, bodies in _repeats(list(tree), ""):
        for body in bodies:
            count = max(1, length // max(1, len(body)))
            for end in ("", "\0", "\n!", "é"):
                texts.setdefault(before + body * count + end)
        for one, two in pairwise(bodies):
            texts.setdefault(before + (one + two) * max(1, length // len(one + two)) + "\0")
        start = (before + bodies[0]) if bodies else before
        if start:
            texts.setdefault(start * (length // len(start)) + "\0")
    sample = _sample(list(tree))
    for part in {sample, sample[:-1], sample[: len(sample) // 2]} - {""}:
        texts.setdefault(part * max(1, length // len(part)) + "\0")
    texts.setdefault(" " * length + "\0")
    for text in texts:
        yield text.encode("utf-8", "replace") if isinstance(source, bytes) else text


def _repeats(items: list[Any], before: str) -> Iterator[tuple[str, list[str]]]:
    for at, (code, argument) in enumerate(items):
        here = before + _sample(items[:at])
        name = str(code)
        if name in _REPEATS:
            if argument[1] > MANY:
                yield here, [body for body in _bodies(list(argument[2])) if body]
            yield from _repeats(list(argument[2]), here)
        else:
            for part in _parts(name, argument):
                yield from _repeats(part, here)


def _bodies(items: list[Any]) -> list[str]:
    """Samples of what is repeated: of each alternative, of each kind of sign."""
    if len(items) == 1:
        name, argument = str(items[0][0]), items[0][1]
        if name == "SUBPATTERN":
            return _bodies(list(argument[3]))
        if name == "ATOMIC_GROUP":
            return _bodies(list(argument))
        if name == "BRANCH":
            return [body for part in argument[1] for body in _bodies(list(part))]
        if name in _REPEATS:
            return _bodies(list(argument[2]))
        if name == "IN":
            return list(dict.fromkeys(_signs(argument)))[:6]
    several = [_sample(items)]
    for at, (code, argument) in enumerate(items):
        if str(code) in _REPEATS:
            longer = "".join(_sample(list(argument[2])) * min(3, argument[1]))
            several.append(_sample(items[:at]) + longer + _sample(items[at + 1 :]))
    return several


def _parts(name: str, argument: Any) -> list[list[Any]]:
    if name == "SUBPATTERN":
        return [list(argument[3])]
    if name == "ATOMIC_GROUP":
        return [list(argument)]
    if name == "BRANCH":
        return [list(part) for part in argument[1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [list(argument[1])]
    return []


def _sample(items: list[Any]) -> str:
    """The shortest text that fits, as far as it is easy to say."""
    text = ""
    for code, argument in items:
        name = str(code)
        if name == "LITERAL":
            text += chr(argument)
        elif name == "NOT_LITERAL":
            text += "a" if argument != ord("a") else "b"
        elif name == "ANY":
            text += "a"
        elif name == "IN":
            text += next(iter(_signs(argument)), "a")
        elif name in _REPEATS:
            text += _sample(list(argument[2])) * argument[0]
        elif name == "BRANCH":
            text += min((_sample(list(part)) for part in argument[1]), key=len)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            text += _sample(list(argument[3] if name == "SUBPATTERN" else argument))
    return text


_OF_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a_1", "CATEGORY_SPACE": " \t\n", "CATEGORY_NOT_SPACE": "a.",
                "CATEGORY_NOT_WORD": " .", "CATEGORY_NOT_DIGIT": "a "}  # fmt: skip


def _signs(argument: Any) -> Iterator[str]:
    if argument and str(argument[0][0]) == "NEGATE":
        inside = "".join(_signs(argument[1:]))
        yield from (sign for sign in "a 1.-$\\{(\"'" if sign not in inside)
        return
    for code, value in argument:
        name = str(code)
        if name == "LITERAL":
            yield chr(value)
        elif name == "RANGE":
            yield chr(value[0])
        elif name == "CATEGORY":
            yield from _OF_CATEGORY.get(str(value), "a")
