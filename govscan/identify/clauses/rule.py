"""Rules over passages: words that stand near each other in one passage, and what that means.

A phrase is written as parts with the longest gap between them: `must not ~80 improve ~60 other model`. Every part is
a small regular expression; the parts are looked for one by one, so that the time is linear in the text whatever it says.
"""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from govscan.facts import Unknown, Value
from govscan.identify.clauses.clause import Clause, clause
from govscan.identify.clauses.passages import Passage
from govscan.pattern import pattern

_GAP: Final = pattern(r"\s~(\d+)\s")
MOST_MATCHES: Final = 1_000  # of one part in one passage

Span = tuple[int, int]


class Phrase:
    """Parts that follow one another within their gaps."""

    def __init__(self, words: str) -> None:
        self._words = words

    @cached_property
    def _parts(self) -> tuple[list[re.Pattern[str]], list[int]]:
        pieces = _GAP.split(self._words)
        return [re.compile(piece) for piece in pieces[::2]], [int(gap) for gap in pieces[1::2]]

    def find(self, text: str) -> Span | None:
        """The first place where all parts stand, from the start of the first to the end of the last."""
        parts, gaps = self._parts
        following: list[Span] = []  # (start, end of the whole rest) of the parts that are already placed
        for number in range(len(parts) - 1, -1, -1):
            spans: list[Span] = []
            starts = [start for start, _ in following]
            for start, end in _matches(parts[number], text):
                if number == len(parts) - 1:
                    spans.append((start, end))
                    continue
                at = bisect_left(starts, end)
                if at < len(following) and starts[at] - end <= gaps[number]:
                    spans.append((start, following[at][1]))
            if not spans:
                return None
            following = spans
        return following[0]


def _matches(part: re.Pattern[str], text: str) -> Iterator[Span]:
    """Every match, overlapping ones too: a long one must not hide the one that fits."""
    at = 0
    for _ in range(MOST_MATCHES):
        found = part.search(text, at)
        if found is None:
            return
        yield found.span()
        at = found.start() + 1


class Rule(Struct, frozen=True):
    """If a passage holds one of `words` and says one of `says`, and not one of `unless`, `term` has `value`. `under`
    are words of which one must stand in the passage or in what it stands under."""

    term: str
    value: Value | Unknown
    words: tuple[str, ...]
    says: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()
    under: tuple[Phrase, ...] = ()
    confidence: float = 0.9

    def read(self, passages: Sequence[Passage]) -> Iterator[Clause]:
        """The passages that say so."""
        for passage in passages:
            span = self.span(passage)
            if span is not None:
                yield clause(self.term, self.value, passage, span, self.confidence)

    def span(self, passage: Passage) -> Span | None:
        """Where a passage says so."""
        text = passage.text
        if not any(word in text for word in self.words):
            return None
        span = first(self.says, text)
        if span is None or first(self.unless, text) is not None:
            return None
        if self.under and first(self.under, passage.under) is None:
            return None
        return span


def first(phrases: Iterable[Phrase], text: str) -> Span | None:
    """Where the first phrase that is there stands."""
    return next((span for phrase in phrases if (span := phrase.find(text)) is not None), None)


def says(*phrases: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(phrase) for phrase in phrases)


def read_rules(rules: Iterable[Rule], passages: Sequence[Passage], text: str) -> Iterator[Clause]:
    """The clauses of all rules; a rule whose words are nowhere in the folded text costs nothing."""
    for rule in rules:
        if any(word in text for word in rule.words):
            yield from rule.read(passages)


NOT: Final = (
    r"(?:must|shall|may|will|can|should|do|does|did|are|is|be|would) not\b|cannot\b|can't\b|won't\b|may neither|not to\b|"
    r"\bnever\b|prohibit(?:s|ed)?\b|forbid(?:s|den)?\b|not (?:be )?(?:permitted|allowed|authori[sz]ed)\b|refrain from|"
    r"not,? and will not|not attempt|agree not\b|neither\b|nor\b|no (?:right|licen[sc]e) (?:is granted )?to\b|\bnot (?:use|engage|allow)\b"
)
NOT_ZH: Final = "不得|禁止|不可|严禁|不应|不能|不允许|不许|不会|不准|勿|不将"
MUST: Final = (
    r"(?:must|shall|will|agrees? to|(?:is|are) (?:required|obligated|obliged) to|need(?:s)? to|have to|has to|should|"
    r"provided that|so long as|on condition)\b"
)
MUST_ZH: Final = "必须|应当|应|需要|须|需|务必"
