"""Java, Kotlin, C# and Go as tokens with their places; comments are left out."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.pattern import pattern

_TOKEN = pattern(
    r"(?P<space>[ \t\r\f\v\n\ufeff]+)"
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#(?:region|endregion|pragma|if|else|endif)[^\n]*)"
    r'|(?P<block>[$@]{0,2}"""(?:[^"]++|"(?!""))*+(?:"""|\Z))'
    r'|(?P<verbatim>(?:\$@|@\$|@)"(?:[^"]++|"")*+(?:"|\Z))'
    r'|(?P<string>\$?"(?:[^"\\\n]++|\\.)*+")'
    r"|(?P<escape>\\.)"
    r"|(?P<raw>`[^`]*(?:`|\Z))"
    r"|(?P<char>'(?:[^'\\\n]|\\.){1,8}')"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<punct>::|:=|=>|->|==|!=|\?\?=|\?\?|\?\.|\?:|&&|\|\||.)",
    re.DOTALL,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


class Token(Struct, frozen=True):
    """`kind` is name, number, string or punct; `text` of a string is its value."""

    kind: str
    text: str
    line: int
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a source text, at most `limits.SCRIPT_TOKENS` of them. An interpolated text keeps its braces."""
    found: list[Token] = []
    line, line_start = 1, 0
    for match in _TOKEN.finditer(text):
        kind, piece, start = match.lastgroup, match[0], match.start()
        if kind == "name" or kind == "punct" or kind == "number":
            found.append(Token(kind, piece, line, start - line_start + 1))
            if len(found) >= limits.SCRIPT_TOKENS:
                hit(f"more than {limits.SCRIPT_TOKENS:,} words and signs, the rest is not read")
                break
            continue
        if kind in ("block", "verbatim", "raw"):
            found.append(Token("string", piece.lstrip("$@").strip('"`'), line, start - line_start + 1))
        elif kind == "string":
            found.append(Token("string", _unescaped(piece.lstrip("$")[1:-1]), line, start - line_start + 1))
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            line_start = start + piece.rindex("\n") + 1
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


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
