"""What a file says otherwise than a reference text, and which of it says nothing: names of holders, filled blanks,
list markers, a heading, words that are joined or parted."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from govscan.catalog.fingerprints.words import BLANK, Words, hash_of
from govscan.identify.match.align import Block
from govscan.identify.match.vocabulary import COPYRIGHT, END, HOLDER, MARKERS, MEANING, NAMING, SLOTS, TITLE

NAME_WORDS = 24  # the most that may stand for a name
HEADING_WORDS = 14
LEEWAY = 12  # words that a passage is moved to begin where a paragraph does


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MISSING = "missing"


class Difference(Struct, frozen=True):
    """One passage. `line` to `end_line` are those of the file; of a missing one, those of the words between which it
    should stand. `words` is how many words are added, changed or missing; `quote` is empty for what is missing."""

    kind: Kind
    line: int
    end_line: int
    words: int
    quote: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line == self.end_line else f"lines {self.line} to {self.end_line}"
        amount = "1 word" if self.words == 1 else f"{self.words:,} words"
        if self.kind is Kind.MISSING:
            return f"{amount} missing at {place}"
        return f"{amount} {self.kind} in {place}: {self.quote}"


class Gap(Struct, frozen=True):
    """Words `file` up to `file_end` of the file stand where `text` up to `text_end` of the reference text do."""

    file: int
    file_end: int
    text: int
    text_end: int


def gaps(blocks: Sequence[Block], size: int) -> Iterator[Gap]:
    """What lies between the blocks, and what is missing before the first and after the last."""
    first, last = blocks[0], blocks[-1]
    if first.text:
        yield Gap(first.file, first.file, 0, first.text)
    for one, other in pairwise(blocks):
        yield Gap(one.file + one.size, other.file, one.text + one.size, other.text)
    if last.text + last.size < size:
        yield Gap(last.file + last.size, last.file + last.size, last.text + last.size, size)


def matters(gap: Gap, words: Words, text: array[int], *, advice: bool = False) -> bool:
    """Whether the gap is more than dress. `advice`: what this text has after the end of its terms is advice on how to
    apply them, which may be missing."""
    known = text[gap.text : gap.text_end]
    new = words.hashes[gap.file : gap.file_end]
    if not known:
        blank = all(word == BLANK for word in new) and not _has_meaning(gap, words)
        return not (blank or _is_marker(gap, words) or is_name(gap, words))
    if not new:
        return not (
            _is_hidden(gap, words, known)
            or (not gap.text and len(known) <= HEADING_WORDS and TITLE.issuperset(known))
            or (advice and _after_end(text, gap.text))
            or all(word == BLANK for word in known)
        )
    said = _spelled(gap, words)
    if len(known) == 1 and len(new) <= 3 and hash_of("".join(said)) == known[0]:
        return False  # a word that is parted here
    if len(new) == 1 and len(known) == 2 and _parts(said[0], known):
        return False
    if all(word in MARKERS for word in known) and _is_marker(gap, words) and not said[0].isdigit():
        return False
    if len(new) <= NAME_WORDS and not _has_meaning(gap, words):
        if BLANK in known and len(known) <= 8:
            return False
        if all(word == BLANK for word in new) and len(known) <= 8:
            return False
        around = (text[gap.text - 1] if gap.text else -1, text[gap.text_end] if gap.text_end < len(text) else -1)
        if around in SLOTS and NAMING.issuperset(known) and not HOLDER.isdisjoint(known):
            return False
        if not gap.text and TITLE.issuperset(known) and TITLE.issuperset(new):
            return False
    return True


def settled(gap: Gap, words: Words, text: array[int]) -> Gap:
    """The same gap where a person would see it. A passage that begins as the one after it does can be said to start
    at several words; of these, the one that begins a paragraph or at least a line."""
    if (gap.text_end > gap.text) == (gap.file_end > gap.file):
        return gap
    best, most = gap, _paragraph(gap, words)
    for back in range(1, min(LEEWAY, gap.file, gap.text) + 1):
        missing = gap.file == gap.file_end
        one, other = (
            (text[gap.text - back], text[gap.text_end - back])
            if missing
            else (words.hashes[gap.file - back], words.hashes[gap.file_end - back])
        )
        if one != other:
            break
        moved = Gap(gap.file - back, gap.file_end - back, gap.text - back, gap.text_end - back)
        if _paragraph(moved, words) > most:
            best, most = moved, _paragraph(moved, words)
    return best


def _paragraph(gap: Gap, words: Words) -> int:
    """How many lines end before the gap."""
    if not gap.file or gap.file >= len(words.offsets):
        return 3
    return min(2, words.line(gap.file) - words.line(gap.file - 1))


def surrounding_matters(words: Words, start: int, end: int, *, leading: bool) -> bool:
    """Whether words outside of every license are more than a heading, a name or a copyright line."""
    count = end - start
    if count <= 0:
        return False
    said = words.hashes[start:end]
    if all(word in TITLE or word in MARKERS or word == BLANK for word in said) and count <= HEADING_WORDS:
        return False
    gap = Gap(start, end, 0, 0)
    if is_name(gap, words):
        return False
    return count > (HEADING_WORDS if leading else 4) or _has_meaning(gap, words)


def describe(gap: Gap, words: Words) -> Difference:
    """The gap as a person is told about it."""
    count, missing = gap.file_end - gap.file, gap.text_end - gap.text
    if not count:
        before = words.line(gap.file - 1) if gap.file else 1
        after = words.line(gap.file) if gap.file < len(words.hashes) else before
        return Difference(Kind.MISSING, before, after, missing)
    line, end = words.line(gap.file), words.line(gap.file_end - 1)
    return Difference(
        Kind.CHANGED if missing else Kind.ADDED, line, end, max(count, missing), words.quote(gap.file, gap.file_end)
    )


def is_name(gap: Gap, words: Words) -> bool:
    """Whether the words are a copyright notice, or one that was wrapped."""
    if gap.file_end - gap.file > NAME_WORDS * 2:
        return False
    return bool(COPYRIGHT.search(_raw(gap, words).lower())) and not _has_meaning(gap, words)


def _raw(gap: Gap, words: Words) -> str:
    if gap.file_end <= gap.file:
        return ""
    end = words.offsets[gap.file_end] if gap.file_end < len(words.offsets) else len(words.text)
    return words.text[words.offsets[gap.file] : min(end, words.offsets[gap.file_end - 1] + 60)]


def _spelled(gap: Gap, words: Words) -> list[str]:
    """The words of the file, as far as the comparison of single words needs them."""
    found = re.findall(r"[^\W_]+", _raw(gap, words).lower()[:200])
    return found[: gap.file_end - gap.file] or [""]


def _has_meaning(gap: Gap, words: Words) -> bool:
    return bool(MEANING.search(_raw(gap, words).lower()))


def _is_marker(gap: Gap, words: Words) -> bool:
    """A list marker: `1.` or `b)` at the start of a line."""
    if gap.file_end - gap.file > 2 or any(word not in MARKERS for word in words.hashes[gap.file : gap.file_end]):
        return False
    start = words.offsets[gap.file]
    before = words.text[max(0, start - 24) : start].rpartition("\n")[2]
    shape = re.match(r"[0-9a-zA-Z]{1,4}(?:\.[0-9]{1,2}){0,3}[.):]?(?=\s)", words.text[start : start + 12])
    return shape is not None and (not re.search(r"\w", before) or (shape.group().endswith((")", ".")) and start == 0))


def _is_hidden(gap: Gap, words: Words, known: array[int]) -> bool:
    """Whether what is missing stands in the file as a marker or a copyright line that was left out."""
    if not gap.file:
        return False
    start = words.offsets[gap.file - 1]
    end = words.offsets[gap.file] if gap.file < len(words.offsets) else len(words.text)
    said = re.findall(r"[^\W_]+", words.text[start : min(end, start + 400)].lower())[1:]
    return array("H", map(hash_of, said)) == known


def _after_end(text: array[int], at: int) -> bool:
    return at >= 5 and tuple(text[at - 5 : at]) == END


def _parts(word: str, known: Sequence[int]) -> bool:
    return any(hash_of(word[:at]) == known[0] and hash_of(word[at:]) == known[1] for at in range(1, len(word)))
