"""What the reader says: clauses with their lines, and one reading a term."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from govscan.catalog.records import Figure
from govscan.facts import Unknown, Value
from govscan.identify.clauses.passages import Passage

LONGEST_QUOTE = 160


class Clause(Struct, frozen=True):
    """A passage that speaks for a term, or a known absence (line 0). `value` is that of the `license.` fact; it is
    Unknown where the passage speaks, but not in the unit of the fact. `written` are thresholds as they stand there."""

    term: str
    value: Value | Unknown
    line: int
    end_line: int
    quote: str
    confidence: float
    written: tuple[Figure, ...] = ()

    @property
    def found(self) -> bool:
        return self.line > 0


class Reading(Struct, frozen=True):
    """The decision about one term. `clauses` are the passages that speak, strictest first; empty for an absence."""

    value: Value | Unknown
    clauses: tuple[Clause, ...] = ()
    confidence: float = 0.0


Terms = Mapping[str, Reading]


def clause(
    term: str,
    value: Value | Unknown,
    passage: Passage,
    span: tuple[int, int],
    confidence: float = 0.9,
    written: tuple[Figure, ...] = (),
) -> Clause:
    """A clause of the words of a passage between two offsets."""
    start, end = _readable(passage.written, *span)
    line, end_line = passage.lines(start, end)
    quote = passage.written[start:end].strip()[:LONGEST_QUOTE].strip()
    return Clause(term, value, line, end_line, quote, confidence, written)


def _readable(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, widened to the whole passage where that is short, else by what follows up to the end of a word."""
    room = LONGEST_QUOTE - (end - start)
    if room <= 0:
        return start, end
    if len(text) <= LONGEST_QUOTE:
        return 0, len(text)
    wider = min(len(text), end + room)
    cut = text.rfind(" ", end, wider) if wider < len(text) else wider
    return start, cut if cut > end else end
