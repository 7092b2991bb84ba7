"""Whether the nearest license may be named: never rounded up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govscan.catalog.fingerprints import Fingerprints
from govscan.catalog.fingerprints.words import Words
from govscan.identify.match.compare import Comparison

NAMED = 0.85
NAMED_LONG = 0.9
LONG = 600
LEAST_WORDS = 8
TITLE_WORDS = 25


def namable(best: Comparison, found: Sequence[Comparison], said: Words, index: Fingerprints, *, first: bool) -> bool:
    """Whether `best` of the comparisons `found` with a stretch is the license of the stretch."""
    if best.equal < LEAST_WORDS:
        return False
    if best.clean:
        return True
    inner = sum(min(gap.file_end - gap.file, 200) for gap in best.gaps if gap.text_end > gap.text)
    score = best.equal / max(1, best.equal + best.missing + inner)
    if score < (NAMED_LONG if best.size >= LONG else NAMED):
        return False
    if _retitled(best) or _renamed(best, said):
        return False
    return first or score >= 0.9


def _retitled(best: Comparison) -> bool:
    return any(gap.text < TITLE_WORDS and gap.text_end > gap.text and gap.file_end > gap.file for gap in best.gaps) and best.size > 60


def _renamed(best: Comparison, said: Words) -> bool:
    """Whether the same words stand for something else again and again: the name of another product."""
    swaps = Counter(
        said.hashes[gap.file : gap.file_end].tobytes()
        for gap in best.gaps
        if gap.text_end > gap.text and 0 < gap.file_end - gap.file <= 6
    )
    return any(count >= 3 for count in swaps.values())
