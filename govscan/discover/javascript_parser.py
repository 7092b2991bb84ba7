"""The bytes of a JavaScript or TypeScript file enter, the root of its syntax tree leaves; not of text that would make
the parser slow or large."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from govscan import limits
from govscan.bounded import OutOfTime
from govscan.marked import Malformed

if TYPE_CHECKING:
    from tree_sitter import Language, Node

_PIECE: Final = 1024  # bytes


_OPENING: Final = re.compile(rb"<(?!/[A-Za-z>]|[=<])")  # of a type or an element, as far as bytes can tell


def root_of(data: bytes, language: Language) -> Node:
    """The tree, unless hostile text would make the parser slow or large. No signal reaches it, for it is written in C:
    it is given the text piece by piece, and none any more when its time is over."""
    from tree_sitter import Parser

    if len(data) > limits.SCRIPT_BYTES:
        raise Malformed(f"larger than {limits.SCRIPT_BYTES >> 20} MB, not read")
    if data.count(b"<") > limits.SCRIPT_OPENINGS and len(_OPENING.findall(data)) > limits.SCRIPT_OPENINGS:
        raise Malformed(f"more than {limits.SCRIPT_OPENINGS:,} opening angle brackets, not read")
    end = time.process_time() + limits.SYNTAX_SECONDS
    stopped: list[BaseException] = []

    def piece(offset: int, _: object) -> bytes:
        try:
            if stopped or time.process_time() > end:
                stopped.append(Malformed(f"not parsed within {limits.SYNTAX_SECONDS:g} seconds of processor time"))
                return b""
            return data[offset : offset + _PIECE]
        except OutOfTime as error:  # the time of the file; the parser cannot bear an exception
            stopped.insert(0, error)
            return b""

    root = Parser(language).parse(piece).root_node
    if stopped:
        raise stopped[0]
    return root
