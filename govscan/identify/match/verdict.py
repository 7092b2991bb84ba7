"""Whether the nearest license may be named: a match is never rounded up."""

from __future__ import annotations

from collections import Counter

from govscan.catalog.fingerprints.words import Words
from govscan.identify.match.compare import Comparison
from govscan.identify.match.differences import Gap

NAMED = 0.85  # the share of equal words from which on a text is that license, modified
NAMED_BESIDE = 0.92  # the same, of the second license of a file
LEAST_WORDS = 8
TITLE_WORDS = 10
LONG = 300  # words; a shorter text has no title to speak of
CLAUSE = 8  # words; an addition of so many is a clause, a shorter one is another wording


def namable(best: Comparison, id_: str, said: Words, *, first: bool) -> bool:
    """Whether what `best` found may be called the license `id_`, as it is or modified.

    Makers derive one license from another by changing a name, a date or a number, so that a text which is not on the
    SPDX list is named only if its own words are all there; clauses may have been added.
    """
    if best.equal < LEAST_WORDS:
        return False
    if best.clean:
        return True
    inner = sum(min(gap.file_end - gap.file, 200) for gap in best.gaps if gap.text_end > gap.text)
    score = best.equal / max(1, best.equal + best.missing + inner)
    if score < (NAMED if first else NAMED_BESIDE):
        return False
    if id_.startswith("LicenseRef-") and any(_is_other_wording(gap) for gap in best.gaps):
        return False
    return not (best.size >= LONG and (_retitled(best, said) or _renamed(best, said)))


def _is_other_wording(gap: Gap) -> bool:
    return gap.text_end > gap.text or gap.file_end - gap.file < CLAUSE


def _retitled(best: Comparison, said: Words) -> bool:
    """Whether the first words name another license or version."""
    changed = [gap for gap in best.gaps if gap.text < TITLE_WORDS and gap.file_end > gap.file]
    telling = any(gap.text == gap.text_end or said.quote(gap.file, gap.file_end).isdigit() for gap in changed)
    return telling or sum(gap.file_end - gap.file for gap in changed) >= 2


def _renamed(best: Comparison, said: Words) -> bool:
    """Whether the same words stand for something else again and again: the name of another product."""
    swaps = Counter(
        said.hashes[gap.file : gap.file_end].tobytes()
        for gap in best.gaps
        if gap.text_end > gap.text and 0 < gap.file_end - gap.file <= 6
    )
    return any(count >= 3 for count in swaps.values())
