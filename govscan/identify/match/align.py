"""Two runs of hashed words enter, the stretches they have in common leave, in the order of both."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from govscan.catalog.fingerprints.words import SHINGLE

MOST_BLOCKS = 160
MOST_CELLS = 160_000  # of the table that the exact comparison of a gap may need
REACH = 12  # words around what is missing at either end that are searched for it
GAP_COST = 0.02  # words of agreement that one word of distance outweighs
MOST_GAP_COST = 12.0


class Block(Struct, frozen=True):
    """`size` equal words from `file` of the file and from `text` of the reference text."""

    file: int
    text: int
    size: int


def align(file: Sequence[int], shingles: Sequence[int], text: Sequence[int], known: Sequence[int]) -> list[Block]:
    """The best chain of common stretches; empty if no run of five words is in both.

    `shingles` and `known` are those of the two. Time is bounded by the product of the gaps that `MOST_CELLS` allows.
    """
    if len(file) == len(text) and file == text:
        return [Block(0, 0, len(text))]
    blocks = _chain(_diagonals(shingles, known))
    if not blocks:
        return []
    return _joined(_with_gaps(file, text, _stretched(file, text, blocks)))


def _diagonals(shingles: Sequence[int], known: Sequence[int]) -> list[Block]:
    """Maximal runs of shingles that occur once in the reference text; the longest of them."""
    where: dict[int, int] = {}
    for at, shingle in enumerate(known):
        where[shingle] = -1 if shingle in where else at
    blocks: list[Block] = []
    find = where.get
    start = at_text = -1
    length = 0
    for at, shingle in enumerate(shingles):
        found = find(shingle, -1)
        if length and found == at_text + length:
            length += 1
            continue
        if length:
            blocks.append(Block(start, at_text, length + SHINGLE - 1))
        start, at_text, length = at, found, int(found >= 0)
    if length:
        blocks.append(Block(start, at_text, length + SHINGLE - 1))
    if len(blocks) > MOST_BLOCKS:
        blocks = sorted(sorted(blocks, key=lambda block: -block.size)[:MOST_BLOCKS], key=lambda block: block.file)
    return blocks


def _chain(blocks: list[Block]) -> list[Block]:
    """The chain, ascending in both, whose words outweigh its gaps the most."""
    if len(blocks) <= 1:
        return blocks
    best = [float(block.size) for block in blocks]
    before = [-1] * len(blocks)
    for j, block in enumerate(blocks):
        for i in range(j):
            other = blocks[i]
            if other.text >= block.text:
                continue
            overlap = max(0, other.text + other.size - block.text, other.file + other.size - block.file)
            if overlap >= block.size:
                continue
            distance = abs((block.file - other.file) - (block.text - other.text))
            value = best[i] + block.size - overlap - min(MOST_GAP_COST, 1 + GAP_COST * distance)
            if value > best[j]:
                best[j], before[j] = value, i
    at = max(range(len(blocks)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(blocks[at])
        at = before[at]
    return chain[::-1]


def _stretched(file: Sequence[int], text: Sequence[int], blocks: list[Block]) -> list[Block]:
    """Blocks without overlaps, each as long as the words around it agree."""
    found: list[Block] = []
    at_file = at_text = 0
    for number, block in enumerate(blocks):
        skip = max(0, at_file - block.file, at_text - block.text)
        one, other, end = block.file + skip, block.text + skip, block.file + block.size
        while one > at_file and other > at_text and file[one - 1] == text[other - 1]:
            one, other = one - 1, other - 1
        size = max(0, end - one)
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        most_file = following.file if following else len(file)
        most_text = following.text if following else len(text)
        while one + size < most_file and other + size < most_text and file[one + size] == text[other + size]:
            size += 1
        if size:
            found.append(Block(one, other, size))
            at_file, at_text = one + size, other + size
    return found


def _with_gaps(file: Sequence[int], text: Sequence[int], blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    first, last = blocks[0], blocks[-1]
    reach = max(0, first.file - first.text - REACH)
    found += [b for b in _compared(file, text, reach, first.file, 0, first.text) if b.size > 1]
    for one, other in zip(blocks, [*blocks[1:], None], strict=True):
        found.append(one)
        if other is not None:
            found += _compared(file, text, one.file + one.size, other.file, one.text + one.size, other.text)
    end_file, end_text = last.file + last.size, last.text + last.size
    reach = min(len(file), end_file + len(text) - end_text + REACH)
    found += [b for b in _compared(file, text, end_file, reach, end_text, len(text)) if b.size > 1]
    return found


def _compared(
    file: Sequence[int], text: Sequence[int], from_file: int, to_file: int, from_text: int, to_text: int
) -> list[Block]:
    if to_file <= from_file or to_text <= from_text or (to_file - from_file) * (to_text - from_text) > MOST_CELLS:
        return []
    matcher = SequenceMatcher(None, file[from_file:to_file], text[from_text:to_text], autojunk=False)
    return [Block(from_file + a, from_text + b, size) for a, b, size in matcher.get_matching_blocks() if size]


def _joined(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and last.file + last.size == block.file and last.text + last.size == block.text:
            found[-1] = Block(last.file, last.text, last.size + block.size)
        else:
            found.append(block)
    return found
