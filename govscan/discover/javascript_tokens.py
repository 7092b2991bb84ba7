"""JavaScript and TypeScript as tokens with their places: comments and regular expressions are recognized so that
nothing inside them is read. A tolerant reading, not a grammar: JSX text becomes stray tokens that match no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\f\v\n\u2028\ufeff]+)"
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<name>[A-Za-z_$#][\w$]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<string>'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\")"
    r"|(?P<escape>\\.)"
    r"|(?P<tick>`)"
    r"|(?P<punct>=>|\?\?=|\|\|=|\?\?|\|\||&&|[=!]==?|\?\.|\.\.\.|.)",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/[a-z]*+")
_BEFORE_REGEX = frozenset(
    {"(", ",", "=", ":", "[", "!", "&", "|", "?", "{", "}", ";", "=>", "&&", "||", "??", "===", "!==", "==", "!=", "+",
     "-", "*", "return", "typeof", "case", "in", "of", "do", "else", "void", "delete"}
)  # fmt: skip
_BEFORE_STRING = frozenset({"from", "import", "return", "case", "in", "of", "typeof", "else", "default", "as"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


class Token(Struct, frozen=True):
    """`kind` is name, number, string or punct; a template without expressions is a string, one with expressions a
    template. `text` of a string is its value."""

    kind: str
    text: str
    line: int
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a source text, comments left out; at most `limits.SCRIPT_TOKENS` of them."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at, line, line_start, last, count = 0, 1, 0, "", 0
    while at < len(text):
        if count >= limits.SCRIPT_TOKENS:
            hit(f"more than {limits.SCRIPT_TOKENS:,} words and signs, the rest is not read")
            return
        match = _TOKEN.match(text, at)
        if match is None:
            return
        kind, piece, end = str(match.lastgroup), match.group(), match.end()
        value = piece
        if kind == "tick":
            end = _end_of_template(text, at)
            piece = text[at:end]
            value = piece.strip("`")
            kind = "template" if "${" in piece else "string"
        elif kind == "punct" and piece == "/" and (not last or last in _BEFORE_REGEX):
            regex = _REGEX.match(text, at)
            if regex:
                kind, piece, value, end = "regex", regex.group(), "/", regex.end()
        elif kind == "string" and at and text[at - 1].isalpha() and last not in _BEFORE_STRING:
            kind, piece, value, end = "punct", piece[0], piece[0], at + 1  # an apostrophe in JSX text
        elif kind == "string":
            value = _unescaped(piece[1:-1])
        elif kind == "escape":  # of a string that never ends: its other signs begin none
            kind = "punct"
        if kind not in ("space", "comment"):
            yield Token(kind, value, line, at - line_start + 1)
            last = value if kind in ("punct", "name") else kind
            count += 1
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            line_start = at + piece.rindex("\n") + 1
        at = end


def _unescaped(text: str) -> str:
    return (
        re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)
        if "\\" in text
        else text
    )


_IN_TEMPLATE = re.compile(r"\\.|`|\$\{|[{}]", re.DOTALL)


def _end_of_template(text: str, start: int) -> int:
    """The offset behind a template that opens at `start`, templates inside its expressions included; the rest of
    the line for one that never closes."""
    stack = ["`"]
    for match in _IN_TEMPLATE.finditer(text, start + 1, start + 200_000):
        mark = match.group()
        if mark == "`" and stack[-1] == "`":
            stack.pop()
        elif mark == "`" or (mark == "${" and stack[-1] == "`"):
            stack.append(mark[0])
        elif mark in ("{", "${") and stack[-1] != "`":
            stack.append("$")
        elif mark == "}" and stack[-1] != "`":
            stack.pop()
        if not stack:
            return match.end()
    newline = text.find("\n", start)
    return len(text) if newline < 0 else max(newline, start + 1)


def pairs_of(stream: list[Token]) -> dict[int, int]:
    """The index of the closing bracket for that of every opening one, and the other way round."""
    closing = {")": "(", "]": "[", "}": "{"}
    stack: list[int] = []
    found: dict[int, int] = {}
    for index, token in enumerate(stream):
        if token.kind != "punct":
            continue
        if token.text in ("(", "[", "{"):
            stack.append(index)
        elif token.text in closing:
            while stack and stream[stack[-1]].text != closing[token.text]:
                stack.pop()
            if stack:
                found[stack[-1]] = index
                found[index] = stack.pop()
    return found
