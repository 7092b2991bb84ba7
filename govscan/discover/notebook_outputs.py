"""The bytes of a large notebook enter, the same without what its cells have shown leave; lines keep their numbers."""

from __future__ import annotations

import re
from typing import Final

from govscan.pattern import pattern

_OUTPUTS: Final = pattern(rb'"outputs"[ \t\r\n]*:[ \t\r\n]*\[')
_MARK: Final = pattern(rb'[\[\]"]')
_END_OF_TEXT: Final = pattern(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


def without_outputs(data: bytes) -> bytes:
    """`data` with every list of outputs emptied. A list that never closes is left as it is."""
    kept: list[bytes] = []
    at = 0
    while found := _OUTPUTS.search(data, at):
        end = _end_of_list(data, found.end())
        if end is None:
            break
        kept += [data[at : found.end()], b"\n" * data.count(b"\n", found.end(), end), b"]"]
        at = end
    return b"".join((*kept, data[at:]))


def _end_of_list(data: bytes, start: int) -> int | None:
    """The offset behind the bracket that closes a list which opened in front of `start`."""
    depth, at = 1, start
    while depth:
        mark = _MARK.search(data, at)
        if mark is None:
            return None
        at = mark.end()
        if mark[0] == b'"':
            text = _END_OF_TEXT.match(data, at)
            if text is None:
                return None
            at = text.end()
        else:
            depth += 1 if mark[0] == b"[" else -1
    return at
