"""Texts that code puts together when it runs, as far as they can be known: expressions enter, texts leave."""

from __future__ import annotations

import ast
import base64
import binascii
import codecs
from collections.abc import Callable, Mapping
from typing import Final

MAX_TEXT: Final = 200_000
MAX_INSIDE: Final = 40
MAX_ALL: Final = 20_000_000
"""Characters that are put together for one file; what is beyond is not known, and says so where it matters."""

_DECODERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "b64decode": base64.b64decode,
    "urlsafe_b64decode": base64.urlsafe_b64decode,
    "standard_b64decode": base64.standard_b64decode,
    "decodebytes": base64.decodebytes,
    "b32decode": base64.b32decode,
    "b16decode": base64.b16decode,
    "a85decode": base64.a85decode,
    "b85decode": base64.b85decode,
    "unhexlify": binascii.unhexlify,
    "fromhex": binascii.unhexlify,
}


class Texts:
    """`constants` are texts by the names they were given to, once each."""

    def __init__(self, constants: Mapping[str, str]) -> None:
        self.constants = constants
        self.left = MAX_ALL

    def of(self, node: ast.AST, depth: int = 0) -> str | None:
        """The text that an expression has; bytes as latin-1; None where nobody can say."""
        if depth > MAX_INSIDE or self.left < 0:
            return None
        found = self._of(node, depth + 1)
        self.left -= len(found or "")
        return found if found is not None and len(found) <= MAX_TEXT else None

    def _of(self, node: ast.AST, depth: int) -> str | None:
        match node:
            case ast.Constant(value=str() as text):
                return text
            case ast.Constant(value=bytes() as data):
                return data.decode("latin-1")
            case ast.Name(id=name):
                return self.constants.get(name)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                first, second = self.of(left, depth), self.of(right, depth)
                return first + second if first is not None and second is not None else None
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                return self._filled(left, right, depth)
            case ast.JoinedStr(values=values):
                return self._joined("", values, depth)
            case ast.FormattedValue(value=value, format_spec=None):
                return self.of(value, depth)
            case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=None, step=step)):
                whole = self.of(value, depth)
                backwards = isinstance(step, ast.UnaryOp) and isinstance(step.op, ast.USub)
                return whole[::-1] if whole is not None and backwards else None
            case ast.Call():
                return self._called(node, depth)
        return None

    def _joined(self, between: str, nodes: list[ast.expr], depth: int) -> str | None:
        parts = [self.of(each, depth) for each in nodes[:10_000]]
        known = [part for part in parts if part is not None]
        whole = len(known) == len(nodes) and sum(map(len, known)) + len(between) * len(known) <= MAX_TEXT
        return between.join(known) if whole else None

    def _filled(self, left: ast.AST, right: ast.AST, depth: int) -> str | None:
        form = self.of(left, depth)
        values = right.elts if isinstance(right, ast.Tuple) else [right]
        parts = [self.of(each, depth) for each in values]
        if form is None or form.count("%") != form.count("%s") or form.count("%s") != len(parts):
            return None
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or sum(map(len, known)) + len(form) > MAX_TEXT:
            return None
        return "".join(piece + part for piece, part in zip(form.split("%s"), (*known, ""), strict=True))

    def _called(self, node: ast.Call, depth: int) -> str | None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0] if node.args else None
        if name == "chr" and isinstance(first, ast.Constant) and isinstance(first.value, int):
            return chr(first.value) if 0 <= first.value < 0x110000 else None
        if name == "bytes" and isinstance(first, ast.List | ast.Tuple):
            return self._characters(first.elts)
        if name in _DECODERS and first is not None:
            return self._decoded(_DECODERS[name], first, depth)
        if name == "decode" and first is not None and isinstance(node.func, ast.Attribute):
            how = self.of(node.args[1], depth) if len(node.args) > 1 else None
            if how is not None and "rot" in how:
                text = self.of(first, depth)
                return codecs.decode(text, "rot13") if text is not None else None
        if isinstance(node.func, ast.Attribute):
            return self._method(name, node.func.value, node.args, depth)
        return self.of(first, depth) if name == "str" and first is not None else None

    def _method(self, name: str, owner: ast.expr, arguments: list[ast.expr], depth: int) -> str | None:
        text = self.of(owner, depth)
        if text is None:
            return None
        given = [self.of(each, depth) for each in arguments]
        if name == "join" and arguments and isinstance(arguments[0], ast.List | ast.Tuple):
            return self._joined(text, arguments[0].elts, depth)
        if name == "replace" and len(given) == 2:
            old, new = given
            short = old and new is not None and len(text) * (len(new) + 1) < MAX_TEXT
            return text.replace(old, new) if old and new is not None and short else None
        if name in ("decode", "encode", "strip", "lower", "upper", "swapcase", "title"):
            plain = {"lower": text.lower, "upper": text.upper, "swapcase": text.swapcase, "strip": text.strip}
            return plain[name]() if name in plain and not arguments else text
        return None

    @staticmethod
    def _characters(nodes: list[ast.expr]) -> str | None:
        numbers = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, int)]
        whole = len(numbers) == len(nodes) and all(0 <= number < 256 for number in numbers)
        return bytes(numbers).decode("latin-1") if whole else None

    def _decoded(self, decode: Callable[[bytes], bytes], node: ast.AST, depth: int) -> str | None:
        text = self.of(node, depth)
        if text is None:
            return None
        try:
            return decode(text.encode("latin-1")).decode("utf-8", "replace")
        except (ValueError, binascii.Error):
            return None
