"""Python source that does not parse enters, what can be parsed of it leaves: newer syntax than this interpreter's,
Python 2, a template, an unfinished line. Lines keep their numbers, so that what is found has its place."""

from __future__ import annotations

import ast
import re
from typing import Final

from govscan.discover.python_tree import tree_of
from govscan.pattern import pattern

MAX_REPAIRS: Final = 12

_PRINT: Final = pattern(r"^([ \t]*)print\b(?![ \t]*[(=.,)\]:])[^\n]*$", re.MULTILINE)
_EXCEPT: Final = pattern(
    r"^([ \t]*except[ \t]+[\w.]+|[ \t]*except[ \t]*\([\w., \t]+\))[ \t]*,[ \t]*(\w+)[ \t]*:", re.MULTILINE
)
_FORMATTED: Final = pattern(r"(?<![\w\"'])(?:[fF](?=[rR]?[\"'])|(?<=[rR])[fF](?=[\"']))")


def parse(text: str) -> tuple[ast.Module, str, SyntaxError | None]:
    """The tree of a source text; where it does not parse, that of the text without the lines that are in the way.
    The text that was parsed, line for line, and the first error.

    Raises:
        SyntaxError: too much is in the way.
    """
    first: SyntaxError | None = None
    for _ in range(MAX_REPAIRS + 1):
        try:
            return tree_of(text), text, first
        except SyntaxError as error:
            first = first or error
            repaired = _repaired(text, error)
            if repaired == text:
                break
            text = repaired
    raise first or SyntaxError("does not parse")


def _repaired(text: str, error: SyntaxError) -> str:
    message, row = error.msg or "", (error.lineno or 0) - 1
    if message.startswith("Missing parentheses in call to 'print'"):
        return _PRINT.sub(r"\1pass", text)
    if message.startswith("multiple exception types"):
        return _EXCEPT.sub(r"\1 as \2:", text)
    lines = text.split("\n")
    if not 0 <= row < len(lines):
        return text
    if message.startswith("f-string"):
        for back in range(row, max(row - 100, -1), -1):
            plain = _FORMATTED.sub(" ", lines[back])  # its pieces are lost, the text is not
            if plain != lines[back]:
                lines[back] = plain
                return "\n".join(lines)
    line = lines[row]
    indent = line[: len(line) - len(line.lstrip())]
    lines[row] = f"{indent}pass" if line.strip() != "pass" else ""
    return "\n".join(lines)
