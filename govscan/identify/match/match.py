"""Which license a text is: the best reference texts one after the other, and whether they may be named.

A text is named if it says what the reference says, or the same with passages that a person can be shown. It is
Unknown, with the nearest, if too much differs or if its title, its numbers or its names are not those of the reference.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct

from govscan import limits
from govscan.catalog.fingerprints import Fingerprints, fingerprints
from govscan.catalog.fingerprints.words import Words, shingles, words
from govscan.identify.match.candidates import candidates
from govscan.identify.match.compare import Comparison, compare
from govscan.identify.match.differences import Difference, Gap, describe, surrounding_matters
from govscan.identify.match.verdict import namable

MOST_SPANS = 24
MOST_DIFFERENCES = 200
ALIGNED = 40  # texts that are compared word by word for one license,
ALIGNED_WORDS = 12_000  # and how long they may be together; the first three are always compared
LEAST_REST = 12  # words; fewer are no license of their own
NEAREST = 3
CLOSE = 0.9  # of the best value; a text that comes so close may be named where the best may not


class Span(Struct, frozen=True):
    """One license in a text. `score` is the share of equal words, of the text and of the reference together."""

    id: str
    line: int
    end_line: int
    score: float
    exception: bool = False


class Match(Struct, frozen=True):
    """What a text is. `expression` is None if no license can be named; then `nearest` are ids and their scores, and
    `differences` are those to the first of them. `reason` says why no license can be named, or what was not read."""

    expression: str | None
    confidence: float
    modified: bool
    spans: tuple[Span, ...] = ()
    differences: tuple[Difference, ...] = ()
    nearest: tuple[tuple[str, float], ...] = ()
    reason: str = ""
    words: int = 0


def match(text: str, index: Fingerprints | None = None, without: Container[int] = ()) -> Match:
    """Identify a text against the texts of `index` (else those that govscan carries), as if those numbered in
    `without` were not there."""
    index = index or fingerprints()
    said = words(text)
    if not said.hashes:
        return Match(None, 0.0, False, reason="the text is empty")
    every = shingles(said.hashes)
    chosen, refused = _cover(said, every, index, without)
    if not chosen:
        return _unknown(said, refused, index)
    return _named(said, sorted(chosen, key=lambda one: one.start), index)


def _cover(
    said: Words, every: Sequence[int], index: Fingerprints, without: Container[int]
) -> tuple[list[Comparison], list[Comparison]]:
    """The licenses of the text, the most fitting first, each on words that no other has; and what came near."""
    chosen: list[Comparison] = []
    refused: list[Comparison] = []
    open_ = [(0, len(said.hashes))]
    while open_ and len(chosen) < MOST_SPANS:
        start, end = open_.pop()
        best, near = _best(said, every, start, end, index, without, first=not chosen and not refused)
        if best is None:
            refused += near
            continue
        chosen.append(best)
        rest = [(start, best.start), (best.end, end)]
        rest += [(gap.file, gap.file_end) for gap in best.gaps if gap.file_end - gap.file >= 60]
        open_ += [(one, other) for one, other in rest if other - one >= LEAST_REST]
    return chosen, refused


def _best(
    said: Words,
    every: Sequence[int],
    start: int,
    end: int,
    index: Fingerprints,
    without: Container[int],
    *,
    first: bool,
) -> tuple[Comparison | None, list[Comparison]]:
    found: list[Comparison] = []
    top, length = 0.0, 0
    ranked = candidates(every[start : max(start, end - 4)], end - start, index, without)[:ALIGNED]
    for rank, (number, promise) in enumerate(ranked):
        length += index.size(number)
        if (found and promise * 1.1 + 40 < top) or (rank > 2 and length > ALIGNED_WORDS):
            break
        one = compare(said, every, start, end, index, number)
        if one is None:
            continue
        found.append(one)
        top = max(top, one.value)
        if one.clean and one.start == start and one.end == end:
            break
    found.sort(key=lambda one: (-one.value, one.variant, index.id(one.number).startswith("LicenseRef-"), one.number))
    if not found:
        return None, []
    for one in found:
        if one.value < CLOSE * found[0].value:
            break
        if namable(one, index.id(one.number), said, first=first):
            return one, found
    return None, found


def _named(said: Words, chosen: Sequence[Comparison], index: Fingerprints) -> Match:
    spans = tuple(_span(said, one, index) for one in chosen)
    found = [gap for one in chosen for gap in one.gaps if not _is_covered(gap, chosen)]
    at = 0
    for number, one in enumerate((*chosen, None)):
        start = one.start if one else len(said.hashes)
        if surrounding_matters(said, at, start, leading=number == 0):
            found.append(Gap(at, start, 0, 0))
        at = max(at, one.end) if one else at
    differences = tuple(describe(gap, said) for gap in sorted(found, key=lambda gap: gap.file)[:MOST_DIFFERENCES])
    score = min(span.score for span in spans)
    sure = 1.0 if not differences and not said.cut else round(0.95 * score, 3)
    modified = bool(differences) or said.cut
    return Match(_expression(spans), sure, modified, spans, differences, (), _cut(said), len(said.hashes))


def _cut(said: Words) -> str:
    return f"only the first {limits.LICENSE_CHARACTERS:,} characters were compared" if said.cut else ""


def _joined(*reasons: str) -> str:
    return "; ".join(reason for reason in reasons if reason)


def _is_covered(gap: Gap, chosen: Sequence[Comparison]) -> bool:
    """Whether the gap in one license is another license."""
    size = gap.file_end - gap.file
    if not size or gap.text_end > gap.text:
        return False
    return any(one.start >= gap.file and one.end <= gap.file_end and 2 * (one.end - one.start) > size for one in chosen)


def _expression(spans: Sequence[Span]) -> str:
    plain = list(dict.fromkeys(span.id for span in spans if not span.exception))
    extra = list(dict.fromkeys(span.id for span in spans if span.exception))
    if len(plain) == 1 and len(extra) == 1:
        return f"{plain[0]} WITH {extra[0]}"
    return " AND ".join([*plain, *extra])


def _span(said: Words, one: Comparison, index: Fingerprints) -> Span:
    return Span(
        index.id(one.number), said.line(one.start), said.line(one.end - 1), one.score, index.is_exception(one.number)
    )


def _unknown(said: Words, refused: Sequence[Comparison], index: Fingerprints) -> Match:
    nearest: dict[str, float] = {}
    for one in sorted(refused, key=lambda one: -one.value):
        nearest.setdefault(index.id(one.number), one.score)
    ranked = tuple(nearest.items())[:NEAREST]
    if not ranked:
        return Match(None, 0.0, False, reason=_joined("no known license text", _cut(said)), words=len(said.hashes))
    best = max(refused, key=lambda one: one.value)
    gaps = list(best.gaps)
    gaps += [
        Gap(a, b, 0, 0)
        for a, b in ((0, best.start), (best.end, len(said.hashes)))
        if surrounding_matters(said, a, b, leading=a == 0)
    ]
    differences = tuple(describe(gap, said) for gap in sorted(gaps, key=lambda gap: gap.file)[:MOST_DIFFERENCES])
    id_, score = ranked[0]
    reason = f"no known license text; nearest is {id_}, of which it has {score:.1%}"
    if (
        best.start == 0
        and best.end == len(said.hashes)
        and len(gaps) == 1
        and gaps[0].file == gaps[0].file_end == best.end
    ):
        reason = f"the text breaks off; it begins like {id_}, of which it has {score:.1%}"
    return Match(None, 0.0, True, (), differences, ranked, _joined(reason, _cut(said)), len(said.hashes))
