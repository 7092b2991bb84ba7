"""HCL and Bicep as tokens with their places; comments are left out, texts keep their interpolations as written."""

from __future__ import annotations

import re
import textwrap
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.pattern import pattern

_TOKEN = pattern(
    r"(?P<space>[ \t\r\f\v\ufeff]+)"
    r"|(?P<newline>\n)"
    r"|(?P<comment>\#(?!disable)[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)|\#disable[^\n]*)"
    r"|(?P<heredoc><<[-~]?(?P<tag>[A-Za-z_]\w{0,60})[ \t]*\n)"
    r"|(?P<block>'''.*?(?:'''|\Z))"
    r'|(?P<string>"(?:[^"\\\n$]++|\\.|\$\{[^{}\n]{0,500}\}|\$)*+"|\'(?:[^\'\\\n]++|\\.)*+\')'
    r"|(?P<escape>\\.)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[A-Za-z_][\w.-]*)"
    r"|(?P<compare>[=!]=|=~|<=|>=)"
    r"|(?P<arrow>=>)"
    r"|(?P<punct>.)",
    re.DOTALL,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


class Token(Struct, frozen=True):
    """`kind` is name, string, number, newline, compare, end, or the sign itself; `text` of a string is its value."""

    kind: str
    text: str
    line: int
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a source text; at most `limits.HCL_TOKENS` of them."""
    found: list[Token] = []
    at, line, line_start = 0, 1, 0
    while at < len(text):
        if len(found) >= limits.HCL_TOKENS:
            hit(f"more than {limits.HCL_TOKENS:,} words and signs, the rest is not read")
            break
        match = _TOKEN.match(text, at)
        if match is None:
            break
        kind, piece, end = str(match.lastgroup), match.group(), match.end()
        kind = "heredoc" if match["heredoc"] else kind
        column = at - line_start + 1
        if kind == "heredoc":
            body_end, end = _end_of_heredoc(text, end, match["tag"])
            body = text[match.end() : body_end]
            found.append(Token("string", textwrap.dedent(body), line + 1, 1))
        elif kind == "block":
            found.append(Token("string", piece.strip("'"), line, column))
        elif kind == "string":
            found.append(Token("string", _unescaped(piece[1:-1]), line, column))
        elif kind in ("punct", "arrow", "escape"):
            found.append(Token("=" if kind == "arrow" else piece, piece, line, column))
        elif kind not in ("space", "comment"):
            found.append(Token(kind, piece, line, column))
        breaks = text.count("\n", at, end)
        if breaks:
            line += breaks
            line_start = text.rindex("\n", at, end) + 1
        at = end
    return found


def _end_of_heredoc(text: str, start: int, tag: str) -> tuple[int, int]:
    """Where the body ends, and the offset behind the line that closes it; the end of the text where none does."""
    closing = re.compile(rf"^[ \t]*{re.escape(tag)}[ \t]*$", re.MULTILINE).search(text, start)
    return (closing.start(), closing.end()) if closing else (len(text), len(text))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text
