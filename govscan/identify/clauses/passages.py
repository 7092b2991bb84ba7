"""The text of a license enters; its passages leave: sentences and list items with their lines.

A passage has two copies of its words, letter for letter side by side: as written, and folded (lower case, plain
quotes and dashes, half-width punctuation), on which all rules work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.pattern import pattern

LONGEST: Final = 6_000  # characters of one passage; a longer one is cut into several
LEADS: Final = 5
LEAD_REACH: Final = 80  # passages below a line that ends with a colon which may still belong to it
LEAD_WORDS: Final = 240
LIST_REACH: Final = 40  # passages below such a line in which a short line is an item and no title

_PLAIN: Final = {
    ord(strange): plain
    for strange, plain in zip(
        "“”„‟«»「」『』＂‘’‚‛＇–—―‐‑−（）：；，．！？［］％＄￥　\u00a0\u2002\u2003\u2009\u202f\u0130",
        '"""""""""""\'\'\'\'\'------():;,.!?[]%$¥      I',
        strict=True,
    )
} | {ord("０") + digit: str(digit) for digit in range(10)}

_MARKS: Final = pattern(r"\*+|`+|</?[a-z]{1,6}>|^\s*>+", re.I)
_ITEM: Final = pattern(
    r"(?:[-•●▪◦·+]\s"
    r"|#{1,6}\s"
    r"|(?:section|article|exhibit|attachment|annex|appendix|schedule)\s+\w{1,5}\b"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})(?:\)|\.(?!\w))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节]"
    r"|\(?[一二三四五六七八九十]{1,3}[、.)])"
)
_TITLE: Final = pattern(
    r"\d{1,2}(?:\.|\s)|(?:section|article|exhibit|attachment|annex|appendix|schedule)\b|第.{1,4}[条章]|[一二三四五六七八九十]、"
)
_END: Final = pattern(r'(?:(?<=[.!?])["\')\]]*\s+(?=["\'(\[]*[^\sa-z])|(?<=[。！？!?；])["\')]*\s*)')
_SHORTENED: Final = (
    "e.g.",
    "i.e.",
    "inc.",
    "ltd.",
    "co.",
    "corp.",
    "no.",
    "u.s.",
    "etc.",
    "vs.",
    "cf.",
    "art.",
    "sec.",
)
_CLOSED: Final = (".", ":", ";", "!", "?", "。", "；", "：")
_HEADING_LENGTH: Final = 90
_UNWRAPPED: Final = 160  # a longer line is a paragraph of its own


class Passage(Struct, frozen=True):
    """A sentence or an item of a list. `lead` is folded: the heading and the last lines ending with a colon that it
    stands under."""

    text: str  # folded
    written: str
    lead: str
    marks: tuple[tuple[int, int], ...]  # (offset in `text`, line) where a new line begins
    last: bool = False

    def lines(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """The lines on which the words from `start` to `end` stand."""
        offsets = [offset for offset, _ in self.marks]
        stop = len(self.text) if end is None else end
        first = self.marks[max(bisect_right(offsets, start) - 1, 0)][1]
        return first, self.marks[max(bisect_right(offsets, max(start, stop - 1)) - 1, 0)][1]

    @property
    def under(self) -> str:
        """The passage with what it stands under."""
        return f"{self.lead} {self.text}" if self.lead else self.text


def fold(text: str) -> str:
    """The same number of characters, in the letters that the rules are written in."""
    folded = text.translate(_PLAIN).lower()
    return folded if len(folded) == len(text) else text.translate(_PLAIN)


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text in their order; what is beyond the bounds is left out."""
    found: list[Passage] = []
    leads: list[tuple[int, str]] = []
    heading = ""
    for written, marks in _blocks(text[: limits.CLAUSE_CHARACTERS]):
        folded = fold(written)
        listed = bool(leads) and len(found) - leads[-1][0] <= LIST_REACH
        if _is_heading(written, folded, listed=listed):
            heading, leads = folded.strip("# "), []
        for start, end in _sentences(written.translate(_PLAIN)):
            if len(found) >= limits.CLAUSE_PASSAGES:
                return tuple(found)
            words = folded[start:end]
            near = [lead for at, lead in leads if len(found) - at <= LEAD_REACH]
            lead = " / ".join([heading, *near] if heading else near)
            found.append(Passage(words, written[start:end], lead, _cut(marks, start, end)))
            if words.endswith(":"):
                leads = [*leads, (len(found), words[-LEAD_WORDS:])][-LEADS:]
    return tuple(found)


def _is_heading(written: str, folded: str, *, listed: bool) -> bool:
    """Whether a block is a title. A short line in a list is one only if it looks like one."""
    if folded.startswith("#"):
        return True
    if len(folded) > _HEADING_LENGTH or folded.endswith((*_CLOSED, ",", " or", " and")) or folded[0] in "-•":
        return False
    return not listed or written.isupper() or _TITLE.match(folded) is not None


def _blocks(text: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Paragraphs and list items as one line each, with the offsets at which their lines begin."""
    blocks: list[tuple[str, tuple[tuple[int, int], ...]]] = []
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    closed = True

    def finish() -> None:
        nonlocal parts, marks, length
        if parts:
            blocks.append(("".join(parts), tuple(marks)))
        parts, marks, length = [], [], 0

    for number, raw in enumerate(text.split("\n"), 1):
        line = " ".join(_MARKS.sub("", raw).split())
        if not line:
            finish()
            closed = True
            continue
        if closed or line[0] in "#-•" or _ITEM.match(line.lower()):
            finish()
        if parts:
            gap = "" if _wide(parts[-1][-1]) and _wide(line[0]) else " "
            parts.append(gap)
            length += len(gap)
        marks.append((length, number))
        parts.append(line)
        length += len(line)
        closed = line.rstrip("\"'”’)").endswith(_CLOSED) or len(line) > _UNWRAPPED or line.startswith("#")
    finish()
    return blocks


def _wide(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character in "“”"


def _sentences(plain: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(plain):
        if plain[start : end.start()].endswith(_SHORTENED) and plain[end.start() - 1] not in "。；":
            continue
        if end.start() - start >= 12:  # a bare number is no sentence: it belongs to what follows
            spans.append((start, end.start()))
            start = end.end()
    if start < len(plain):
        spans.append((start, len(plain)))
    return [(at, min(at + LONGEST, stop)) for begin, stop in spans for at in range(begin, stop, LONGEST)]


def _cut(marks: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    first = max((mark for mark in marks if mark[0] <= start), default=marks[0])
    return ((0, first[1]), *((offset - start, line) for offset, line in marks if start < offset < end))
