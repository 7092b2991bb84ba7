"""Java, Kotlin, C# and Go as tokens with their places; comments are left out. The same tokens as JavaScript's."""

from __future__ import annotations

import re
from typing import Final

from govscan.discover.javascript_tokens import MAX_TOKENS, Token
from govscan.pattern import pattern

_TOKEN = pattern(
    r"(?P<space>[ \t\r\f\v\n\ufeff]+)"
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#(?:region|endregion|pragma|if|else|endif)[^\n]*)"
    r'|(?P<block>[$@]{0,2}"""(?:[^"]|"(?!""))*(?:"""|\Z))'
    r'|(?P<verbatim>(?:\$@|@\$|@)"(?:[^"]|"")*(?:"|\Z))'
    r'|(?P<string>\$?"(?:[^"\\\n]|\\.)*")'
    r"|(?P<raw>`[^`]*(?:`|\Z))"
    r"|(?P<char>'(?:[^'\\\n]|\\.){1,8}')"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<punct>::|:=|=>|->|==|!=|\?\?=|\?\?|\?\.|\?:|&&|\|\||.)",
    re.DOTALL,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def tokens(text: str) -> list[Token]:
    """The tokens of a source text, at most MAX_TOKENS of them. An interpolated text keeps its braces as written."""
    found: list[Token] = []
    at, line, line_start = 0, 1, 0
    while at < len(text) and len(found) < MAX_TOKENS:
        match = _TOKEN.match(text, at)
        if match is None:
            break
        kind, piece = str(match.lastgroup), match.group()
        column = at - line_start + 1
        if kind in ("block", "verbatim", "raw"):
            found.append(Token("string", piece.lstrip("$@").strip('"`'), line, column))
        elif kind == "string":
            found.append(Token("string", _unescaped(piece.lstrip("$")[1:-1]), line, column))
        elif kind not in ("space", "comment", "char"):
            found.append(Token(kind, piece, line, column))
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            line_start = at + piece.rindex("\n") + 1
        at = match.end()
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text
