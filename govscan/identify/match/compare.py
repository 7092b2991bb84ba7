"""One stretch of a file against one reference text, word by word."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from govscan.catalog.fingerprints import Fingerprints
from govscan.catalog.fingerprints.words import Words, shingles
from govscan.identify.match.align import Block, align
from govscan.identify.match.differences import Gap, gaps, matters, settled


class Comparison(Struct, frozen=True):
    """The words `start` up to `end` of the file are those of text `number`, but for `gaps`, the ones that matter."""

    number: int
    start: int
    end: int
    equal: int
    missing: int
    added: int
    gaps: tuple[Gap, ...]
    size: int
    variant: bool = False

    @property
    def clean(self) -> bool:
        return not self.gaps

    @property
    def score(self) -> float:
        """The share of equal words in all words of both."""
        return round(self.equal / max(1, self.equal + self.missing + self.added), 4)

    @property
    def value(self) -> float:
        """To choose among texts: words that agree, less those that do not."""
        return self.equal - 0.7 * self.missing - 0.9 * min(self.added, self.equal) - 1.5 * len(self.gaps)


def compare(
    said: Words, every: Sequence[int], start: int, end: int, index: Fingerprints, number: int
) -> Comparison | None:
    """The best place of the text in the stretch; None if they share no run of words."""
    text = index.hashes(number)
    blocks = align(said.hashes[start:end], every[start : max(start, end - 4)], text, shingles(text))
    if not blocks:
        return None
    moved = [Block(block.file + start, block.text, block.size) for block in blocks]
    advice = not index.id(number).startswith("LicenseRef-")
    found = [settled(gap, said, text) for gap in gaps(moved, len(text)) if matters(gap, said, text, advice=advice)]
    return Comparison(
        number,
        moved[0].file,
        moved[-1].file + moved[-1].size,
        sum(block.size for block in moved),
        sum(gap.text_end - gap.text for gap in found),
        sum(gap.file_end - gap.file for gap in found),
        tuple(found),
        len(text),
        index.is_variant(number),
    )
