"""Which reference texts a stretch of a file resembles, by the runs of words that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from govscan.catalog.fingerprints import Fingerprints

LOOKED_AT = 60
SLACK = 1.08  # of the estimate; shingles are a sample


def candidates(
    every: Sequence[int], size: int, index: Fingerprints, without: Container[int] = ()
) -> list[tuple[int, float]]:
    """Numbers of texts and how many words they promise to agree in, less those that they miss; best first."""
    hits: Counter[int] = Counter()
    for shingle in set(every):
        hits.update(index.texts_with(shingle))
    found = []
    for number, count in hits.most_common(LOOKED_AT * 4):
        if number in without:
            continue
        scale = index.size(number) / (index.samples(number) or 1)
        agree = min(count * scale, size)
        found.append((number, agree - 0.7 * (index.size(number) - agree)))
    found.sort(key=lambda one: (-one[1], one[0]))
    return [(number, promise * SLACK + 5) for number, promise in found[:LOOKED_AT]]
