"""Python source that does not parse enters (Python 2, half an edit, a conflict), what can be read of it leaves.

Lines that the parser stumbles over are emptied, one after the other; all others keep their place. The file stays a
problem of the report: what was emptied may have named a model.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from govscan.pattern import pattern

MAX_TRIES: Final = 60
MAX_CHARACTERS: Final = 400_000  # every try parses the whole text
_PRINT: Final = pattern(r"^([ \t]*)print\b(?![ \t]*[(=.,)])[^\n]*$", re.MULTILINE)
_EXCEPT: Final = pattern(r"^([ \t]*except[ \t]+[^:\n]{1,200}?),[ \t]*\w+[ \t]*:", re.MULTILINE)
_INDENT: Final = pattern(r"[ \t]*")


def recovered(text: str) -> ast.Module | None:
    """The tree of what is left when the lines that are no Python 3 are taken out; None where too little is left."""
    if len(text) > MAX_CHARACTERS or "\0" in text:
        return None
    text = _EXCEPT.sub(r"\1:", _PRINT.sub(r"\1pass", text))
    lines = text.split("\n")
    emptied: set[int] = set()
    for _ in range(MAX_TRIES):
        try:
            return ast.parse("\n".join(lines))
        except SyntaxError as error:
            at = min(max(error.lineno or 1, 1), len(lines)) - 1
        except (ValueError, RecursionError, MemoryError):
            return None
        while at > 0 and at in emptied:  # the trouble began further up
            at -= 1
        indent = _INDENT.match(lines[at])
        opens = lines[at].rstrip().endswith(":") and at not in emptied
        lines[at] = (indent[0] if indent else "") + ("if 1:" if opens else "pass") if lines[at].strip() else ""
        emptied.add(at)
    return None
