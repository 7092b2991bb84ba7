"""JSON by a scanner of our own, because the standard one keeps no places."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from govscan.marked.bounds import Budget
from govscan.marked.node import Malformed, Node
from govscan.pattern import pattern

_SPACE = pattern(r"(?:[ \t\n\r\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_LITERAL = pattern(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Infinity)|NaN|true|false|null")


def parse(text: str) -> Node:
    """See `govscan.marked.parse_json`."""
    return _JsonScanner(text).document()


class _JsonScanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.budget = Budget()
        self._line, self._line_start, self._seen = 1, 0, 0

    def document(self) -> Node:
        node, end = self.value(self.skip(0), 0)
        end = self.skip(end)
        if end < len(self.text):
            raise self.trouble("unexpected text after the value", end)
        return node

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of an offset; offsets must not go backwards by more than one value."""
        if at < self._seen:
            self._line, self._line_start, self._seen = 1, 0, 0
        self._line += self.text.count("\n", self._seen, at)
        last = self.text.rfind("\n", self._line_start, at)
        if last >= 0:
            self._line_start = last + 1
        self._seen = at
        return self._line, at - self._line_start + 1

    def trouble(self, message: str, at: int) -> Malformed:
        return Malformed(message, *self.place(min(at, len(self.text))))

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if at >= len(self.text):
            raise self.trouble("the text ends where a value should be", at)
        line, column = self.place(at)
        self.budget.spend(depth, line)
        char = self.text[at]
        if char == '"':
            string, end = self.string(at)
            return Node("scalar", string, line, column, string), end
        if char == "[":
            return self.sequence(at, depth, line, column)
        if char == "{":
            return self.mapping(at, depth, line, column)
        match = _LITERAL.match(self.text, at)
        if not match:
            raise self.trouble(f"unexpected {char!r}", at)
        raw = match.group()
        if len(raw) > 400:
            raise self.trouble("a number of more than 400 digits", at)
        try:
            return Node("scalar", json.loads(raw), line, column, raw), match.end()
        except ValueError as error:  # 01
            raise self.trouble(f"{raw[:40]} is no number", at) from error

    def string(self, at: int) -> tuple[str, int]:
        try:
            string, end = scanstring(self.text, at + 1, False)  # line breaks in strings: seen in the wild
        except json.JSONDecodeError as error:
            raise self.trouble(error.msg, error.pos) from error
        return string, end

    def sequence(self, at: int, depth: int, line: int, column: int) -> tuple[Node, int]:
        entries = []
        at = self.skip(at + 1)
        while not self.text.startswith("]", at):
            node, at = self.value(at, depth + 1)
            entries.append(node)
            at = self.separator(at, "]")
        return Node("list", tuple(entries), line, column), at + 1

    def mapping(self, at: int, depth: int, line: int, column: int) -> tuple[Node, int]:
        pairs = []
        at = self.skip(at + 1)
        while not self.text.startswith("}", at):
            if not self.text.startswith('"', at):
                raise self.trouble("a key must be a string in double quotes", at)
            key_line, key_column = self.place(at)
            name, end = self.string(at)
            at = self.skip(end)
            if not self.text.startswith(":", at):
                raise self.trouble("':' expected after a key", at)
            node, at = self.value(self.skip(at + 1), depth + 1)
            pairs.append((Node("scalar", name, key_line, key_column, name), node))
            at = self.separator(at, "}")
        return Node("map", tuple(pairs), line, column), at + 1

    def separator(self, at: int, closing: str) -> int:
        at = self.skip(at)
        if self.text.startswith(",", at):
            return self.skip(at + 1)
        if not self.text.startswith(closing, at):
            raise self.trouble(f"',' or '{closing}' expected", at)
        return at
