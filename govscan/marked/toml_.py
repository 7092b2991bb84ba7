"""TOML by the standard parser, its values found again in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache
from typing import Any, Final

from govscan import limits
from govscan.marked.bounds import Budget
from govscan.marked.node import Malformed, Node

_SEARCHED: Final = 50_000_000  # characters, for the places of all values; then a value has the place of its key


def parse(text: str) -> Node:
    """See `govscan.marked.parse_toml`."""
    import tomllib  # 2 ms that only those who read TOML should pay

    _refuse_long_keys(text)
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # also for an integer of thousands of digits
        found = re.search(r"line (\d+), column (\d+)", str(error))
        place = (int(found[1]), int(found[2])) if found else (1, 1)
        raise Malformed(str(error).split(" (at ")[0], *place) from error
    except RecursionError as error:
        raise Malformed(f"nested deeper than {limits.TREE_DEPTH} levels") from error
    return _TomlPlaces(text).node(data, 1, 1, 0)


def _refuse_long_keys(text: str) -> None:
    """The parser keeps every beginning of a key with dots: one of 200 KB would take 20 GB.

    Raises:
        Malformed: there is such a key.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > limits.TREE_KEY_PARTS and _dotted(limits.TREE_KEY_PARTS).search(line):
            raise Malformed(f"a key of more than {limits.TREE_KEY_PARTS} parts", number)


@lru_cache(maxsize=2)
def _dotted(parts: int) -> re.Pattern[str]:
    word = r"""(?:[\w-]*+|"[^"\n]*+"|'[^'\n]*+')"""
    return re.compile(rf"(?:\.[ \t]{{0,9}}{word}[ \t]{{0,9}}){{{parts}}}")


class _TomlPlaces:
    """Walks the parsed values and the lines together. Within one table TOML keeps the order of the text, so the
    search for a key starts behind the place of the one before."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.budget = Budget()
        self.cursor = 0
        self.left = _SEARCHED

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
                self.left -= len(self.lines[number]) + 1
                if self.left < 0:
                    return fallback, 1
                match = pattern.search(self.lines[number])
                if match:
                    self.cursor = number
                    return number + 1, match.start(1) + 1
        return fallback, 1
