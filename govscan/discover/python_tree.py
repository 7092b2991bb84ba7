"""Python source enters, its syntax tree leaves; what CPython's parser cannot bear is refused before it is asked.

The parser is written in C: no signal reaches it, a tree is up to nine hundred times as large as its source, and before
Python 3.12 the time for an f-string grows with its length times the number of its fields.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from typing import Final

from govscan import limits
from govscan.pattern import pattern

_TOKEN: Final = pattern(r"\w+|[^\w\s]")
_FORMATTED: Final = pattern(r"\b[rR]?[fF][rR]?[\"']")
_OVER_LINES: Final = pattern(r"\b[rR]?[fF][rR]?(?:\"{3}|'{3})")
_WORD: Final = bytes(code for code in range(128) if chr(code).isalnum() or code == 95)
_NO_SIGN: Final = _WORD + bytes(code for code in range(128) if chr(code).isspace())
_APART: Final = bytes(code if code in _WORD else 32 for code in range(256))


def tree_of(text: str) -> ast.Module:
    """The tree of a module.

    Raises:
        SyntaxError: not Python 3, or more of it than is read.
    """
    _refuse(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a scanned file's invalid escapes are no concern of the person who scans
        try:
            return ast.parse(text)
        except ValueError as error:  # a NUL byte
            raise SyntaxError(str(error)) from error
        except (RecursionError, MemoryError) as error:  # the parser's own bounds, on its stack
            raise SyntaxError("nested too deeply to be read") from error


def _refuse(text: str) -> None:
    if len(text) > limits.PYTHON_TOKENS and _most_tokens(text) > limits.PYTHON_TOKENS:
        for count, _ in enumerate(_TOKEN.finditer(text), 1):
            if count > limits.PYTHON_TOKENS:
                raise SyntaxError(f"more than {limits.PYTHON_TOKENS:,} words and signs, not read")
    if text.count("{") * len(text) > limits.FORMATTED_WORK and _FORMATTED.search(text) and _long_strings(text):
        raise SyntaxError("a formatted string of too many fields, not read")


def _most_tokens(text: str) -> int:
    """As many words and signs as the text can have: all of them where it is ASCII. A tenth of the time of a pattern."""
    data = text.encode("ascii", "replace")
    return len(data.translate(_APART).split()) + len(data.translate(None, _NO_SIGN))


def _long_strings(text: str) -> bool:
    """Whether the formatted strings would keep the parser busy for seconds."""
    if not _OVER_LINES.search(text):  # the line around such a string is longer and has more braces, if anything
        lines = (line for line in text.replace("\\\n", "").split("\n") if "{" in line and _FORMATTED.search(line))
        if sum(line.count("{") * len(line) for line in lines) <= limits.FORMATTED_WORK:
            return False
    work = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING and _FORMATTED.match(token.string):
                work += token.string.count("{") * len(token.string)
    except (tokenize.TokenError, SyntaxError):
        return True
    return work > limits.FORMATTED_WORK
