"""An expression that puts a text together enters (`+`, `/`, `%`, `.format`, `.join`), its pieces leave in order."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import Final

from govscan.discover.python_module import last_word
from govscan.pattern import pattern

MAX_PIECES: Final = 64
_PERCENT: Final = pattern(r"%(?:\((\w{1,80})\))?[-+ #0-9.]{0,8}([sdrif%])")


def pieces_of(node: ast.expr) -> list[ast.expr] | None:
    """The expressions whose texts, one behind the other, are the text of `node`; None for any other expression."""
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            return _sum(node)
        if isinstance(node.op, ast.Div):  # of paths
            return [node.left, ast.Constant("/"), node.right]
        return _percent(node) if isinstance(node.op, ast.Mod) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
        return _called(node, node.func.value, node.func.attr)
    return None


def _called(node: ast.Call, owner: ast.expr, method: str) -> list[ast.expr] | None:
    if isinstance(owner, ast.Constant) and isinstance(owner.value, str):
        return _format(owner, owner.value, node) if method == "format" else _join(owner, node.args)
    if method == "join" and last_word(owner) in ("path", "os", "posixpath"):
        return _join(ast.Constant("/"), [ast.List(node.args)])
    return None


def _sum(node: ast.BinOp) -> list[ast.expr]:
    """`a + b + c`, which is parsed as `(a + b) + c`."""
    parts: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add) and len(parts) < MAX_PIECES:
        parts.append(left.right)
        left = left.left
    return [left, *reversed(parts)]


def _literal(text: str, node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(text), node)


def _percent(node: ast.BinOp) -> list[ast.expr] | None:
    template = node.left
    if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
        return None
    positional = list(node.right.elts) if isinstance(node.right, ast.Tuple) else [node.right]
    named = _entries(node.right)
    found: list[ast.expr] = []
    last = 0
    for match in _PERCENT.finditer(template.value):
        found.append(_literal(template.value[last : match.start()], template))
        last = match.end()
        if match[2] == "%":
            found.append(_literal("%", template))
        else:
            value = named.get(match[1]) if match[1] else positional.pop(0) if positional else None
            found.append(value or ast.copy_location(ast.Name("value", ast.Load()), template))
    return [*found, _literal(template.value[last:], template)] if 0 < len(found) < MAX_PIECES else None


def _entries(node: ast.expr) -> dict[str, ast.expr]:
    if not isinstance(node, ast.Dict):
        return {}
    rows = zip(node.keys, node.values, strict=True)
    return {key.value: value for key, value in rows if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def _format(template: ast.expr, written: str, call: ast.Call) -> list[ast.expr] | None:
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    found: list[ast.expr] = []
    count = 0
    try:
        parts = list(Formatter().parse(written))
    except ValueError:  # unbalanced braces
        return None
    for text, name, _, _ in parts:
        found.append(_literal(text, template))
        if name is None:
            continue
        key = re.split(r"[.\[]", name, maxsplit=1)[0]
        at = count if not key else int(key) if key.isdecimal() and len(key) < 4 else -1
        count += not key
        value = call.args[at] if 0 <= at < len(call.args) and not isinstance(call.args[at], ast.Starred) else None
        found.append(named.get(key) or value or ast.copy_location(ast.Name(key or "value", ast.Load()), template))
    return found if 0 < len(found) < MAX_PIECES else None


def _join(separator: ast.expr, args: list[ast.expr]) -> list[ast.expr] | None:
    given = args[0] if len(args) == 1 else None
    if not isinstance(given, ast.List | ast.Tuple) or not 0 < len(given.elts) < MAX_PIECES:
        return None
    found: list[ast.expr] = [given.elts[0]]
    for part in given.elts[1:]:
        found += [separator, part]
    return found
