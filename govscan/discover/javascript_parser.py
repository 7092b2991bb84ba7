"""The bytes of a JavaScript or TypeScript file enter, the root of its syntax tree leaves; not of text that would make
the parser slow or large."""

from __future__ import annotations

import re
import time
from itertools import count
from typing import TYPE_CHECKING, Final

from govscan import limits
from govscan.bounded import OutOfTime
from govscan.marked import Malformed

if TYPE_CHECKING:
    from tree_sitter import Language, Node

_PIECE: Final = 1024  # bytes
_STEPS: Final = 16  # of the parser between two looks at the clock, which cost more than the steps do


_OPENING: Final = re.compile(rb"<(?!/[A-Za-z>]|[=<])")  # of a type or an element, as far as bytes can tell


def root_of(data: bytes, language: Language) -> Node:
    """The tree, unless hostile text would make the parser slow or large. No signal reaches it, for it is written in C:
    it asks every few steps whether to go on, also where it searches a way out of broken text and reads no more."""
    from tree_sitter import Parser

    if len(data) > limits.SCRIPT_BYTES:
        raise Malformed(f"larger than {limits.SCRIPT_BYTES >> 20} MB, not read")
    if data.count(b"<") > limits.SCRIPT_OPENINGS and len(_OPENING.findall(data)) > limits.SCRIPT_OPENINGS:
        raise Malformed(f"more than {limits.SCRIPT_OPENINGS:,} opening angle brackets, not read")
    end = time.process_time() + limits.SYNTAX_SECONDS
    stopped: list[BaseException] = []
    steps = count(1)

    def piece(offset: int, _: object) -> bytes:
        return data[offset : offset + _PIECE]

    def over(_offset: int, _has_error: bool) -> bool:
        try:
            if next(steps) % _STEPS == 0 and not stopped and time.process_time() > end:
                stopped.append(Malformed(f"not parsed within {limits.SYNTAX_SECONDS:g} seconds of processor time"))
        except OutOfTime as error:  # the time of the file; the parser cannot bear an exception
            stopped.insert(0, error)
        return bool(stopped)

    try:
        root = Parser(language).parse(piece, progress_callback=over).root_node
    except ValueError:  # what it says of text that it was told to leave
        if not stopped:
            raise
    if stopped:
        raise stopped[0]
    return root
