"""The three parsers. YAML through libyaml's composer, JSON by a scanner of our own because the standard one keeps
no places, TOML by the standard parser, its values found again in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final

from govscan.marked.node import Malformed, Node, Scalar
from govscan.pattern import pattern

MAX_DEPTH = 100
MAX_NODES = 2_000_000


class _Budget:
    """Counts nodes, aliases as often as they are used, so that a bomb of aliases ends as a message."""

    def __init__(self) -> None:
        self.left = MAX_NODES

    def spend(self, depth: int, line: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Malformed(f"more than {MAX_NODES} values", line)
        if depth > MAX_DEPTH:
            raise Malformed(f"nested deeper than {MAX_DEPTH} levels", line)


# --- YAML ---------------------------------------------------------------------------------------------------------


def parse_yaml(text: str) -> list[Node]:
    """Every document of a YAML stream; an empty document is left out.

    Raises:
        Malformed: not YAML, or over a bound.
    """
    import yaml

    loader_type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_type(text)
    except yaml.YAMLError as error:
        raise _yaml_trouble(error, text) from error
    documents = []
    budget = _Budget()
    resolve = _ScalarReader()
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is not None and not _is_nothing(node):
                documents.append(_from_yaml(node, budget, 0, resolve))
    except yaml.YAMLError as error:
        raise _yaml_trouble(error, text) from error
    except RecursionError as error:
        raise Malformed(f"nested deeper than {MAX_DEPTH} levels") from error
    finally:
        loader.dispose()
    return documents


def _is_nothing(node: Any) -> bool:
    """Nothing between two document markers."""
    return node.id == "scalar" and not node.value and not node.style


def _yaml_trouble(error: Any, text: str) -> Malformed:
    mark = getattr(error, "problem_mark", None)
    message = getattr(error, "problem", None) or str(error).splitlines()[0]
    if not mark:
        return Malformed(message)
    last = text.count("\n") + 1  # the parser may point behind the end
    return Malformed(message, min(mark.line + 1, last), mark.column + 1)


class _ScalarReader:
    """Gives YAML scalars the types that `yaml.safe_load` gives them, except that `no`, `yes`, `on` and `off` stay
    words: in the files read here they are countries, licenses and answers, not truth values."""

    _BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
    _NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
    _INT = pattern(r"[-+]?[0-9][0-9_]*\Z")
    _FLOAT = pattern(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]+)?\Z")
    _DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

    def __call__(self, node: Any) -> Scalar:
        raw: str = node.value
        if node.style or node.tag == "tag:yaml.org,2002:str":
            return raw
        if raw in self._BOOL:
            return self._BOOL[raw]
        if raw in self._NULL:
            return None
        if self._INT.match(raw) and len(raw) < 40:
            return int(raw.replace("_", ""))
        if self._FLOAT.match(raw) and len(raw) < 40:
            return float(raw.replace("_", ""))
        if self._DATE.match(raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                return raw
        return raw


def _from_yaml(node: Any, budget: _Budget, depth: int, resolve: _ScalarReader) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    budget.spend(depth, line)
    kind = node.id
    if kind == "scalar":
        return Node("scalar", resolve(node), line, column, node.value)
    if kind == "sequence":
        entries = tuple(_from_yaml(entry, budget, depth + 1, resolve) for entry in node.value)
        return Node("list", entries, line, column)
    pairs = tuple(
        (_from_yaml(key, budget, depth + 1, resolve), _from_yaml(value, budget, depth + 1, resolve))
        for key, value in node.value
    )
    return Node("map", pairs, line, column)


# --- JSON ---------------------------------------------------------------------------------------------------------

_SPACE = pattern(r"(?:[ \t\n\r\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_LITERAL = pattern(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Infinity)|NaN|true|false|null")


def parse_json(text: str) -> Node:
    """One JSON value. Comments and trailing commas are allowed, since tsconfig-like files have them.

    Raises:
        Malformed: not JSON, or over a bound.
    """
    return _JsonScanner(text).document()


class _JsonScanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.budget = _Budget()
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
        return Node("scalar", json.loads(raw), line, column, raw), match.end()

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


# --- TOML ---------------------------------------------------------------------------------------------------------


def parse_toml(text: str) -> Node:
    """A TOML document. Keys and strings are found again in the text, in its order: a value that TOML assembles
    from several places (dotted tables) gets the place of its own key.

    Raises:
        Malformed: not TOML, or over a bound.
    """
    import tomllib  # 2 ms that only those who read TOML should pay

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        place = (int(found[1]), int(found[2])) if found else (1, 1)
        raise Malformed(str(error).split(" (at ")[0], *place) from error
    except RecursionError as error:
        raise Malformed(f"nested deeper than {MAX_DEPTH} levels") from error
    return _TomlPlaces(text).node(data, 1, 1, 0)


class _TomlPlaces:
    """Walks the parsed values and the lines together. Within one table TOML keeps the order of the text, so the
    search for a key starts behind the place of the one before."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.budget = _Budget()
        self.cursor = 0

    def node(self, value: Any, line: int, column: int, depth: int) -> Node:
        self.budget.spend(depth, line)
        if isinstance(value, dict):
            return Node("map", tuple(self.pairs(value, depth)), line, column)
        if isinstance(value, list):
            return Node("list", tuple(self.entries(value, line, depth)), line, column)
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, time):
            value = value.isoformat()
        return Node("scalar", value, line, column, str(value))

    def pairs(self, table: dict[str, Any], depth: int) -> Iterator[tuple[Node, Node]]:
        for key, value in table.items():
            pattern = re.compile(rf"(?:^|[\s.\[{{,\"'])({re.escape(key)})[\"']?\s*(?=[.=\]])")
            line, column = self.find(pattern)
            yield Node("scalar", key, line, column, key), self.node(value, line, column, depth + 1)

    def entries(self, values: list[Any], line: int, depth: int) -> Iterator[Node]:
        for value in values:
            if isinstance(value, str) and value:
                head = re.escape(value.split("\n", 1)[0])
                at = self.find(re.compile(rf"[\"']({head})"), line)
                yield self.node(value, *at, depth + 1)
            else:
                yield self.node(value, line, 1, depth + 1)

    def find(self, pattern: re.Pattern[str], fallback: int = 1) -> tuple[int, int]:
        for start, stop in ((self.cursor, len(self.lines)), (0, self.cursor)):
            for number in range(start, stop):
                match = pattern.search(self.lines[number])
                if match:
                    self.cursor = number
                    return number + 1, match.start(1) + 1
        return fallback, 1
