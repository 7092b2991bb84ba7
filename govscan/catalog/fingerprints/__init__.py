"""The index of license texts: of each text its hashed words, and which texts have a run of words in common.

`index.bin` is written by `govscan.catalog.fingerprints.build` and mapped into memory: opening it costs nothing, and
of the texts only those are unpacked that a file resembles. Where the texts come from and under which terms the hashes
are passed on is said in `ATTRIBUTION.md`; `texts.csv` lists the texts that come from their authors.
"""

from __future__ import annotations

import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from zlib import compress, crc32, decompress

from msgspec import Struct

from govscan.catalog.fingerprints.words import SHINGLE, shingles

INDEX = Path(__file__).with_name("index.bin")
MAGIC = b"govscan texts 1\n"
SAMPLE = 4  # one shingle of so many is in the index
SMALL = 120  # words; of a shorter text, every shingle is
COMMON = 1000  # texts; a shingle of more tells nothing


class Text(Struct, frozen=True):
    """One reference text: the id of its license and its hashed words. A `variant` is another wording of the license
    that its users have taken for it."""

    id: str
    hashes: array[int]
    variant: bool = False
    exception: bool = False  # additional permission to a license, named after WITH


class Fingerprints:
    """An index. Texts are numbered from 0, in the order of ids."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """`data` is what `packed` gives."""
        if data[: len(MAGIC)] != MAGIC:
            raise ValueError("not an index of license texts, or one of another version")
        view = memoryview(data)
        texts, keys, postings, names = _numbers(view[16:32])
        at = 32
        parts = []
        for size in (texts + 1, texts, texts, keys, keys + 1):
            parts.append(_numbers(view[at : at + 4 * size]))
            at += 4 * size
        self._places, self._sizes, self._marks, self._keys, self._starts = parts
        self._postings = _numbers(view[at : at + 2 * postings], "H")
        at += 2 * postings
        self._ids = bytes(view[at : at + names]).decode("utf-8").split("\n") if texts else []
        self._data = view[at + names :]

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        return self._ids[number]

    @property
    def ids(self) -> Sequence[str]:
        """The id of every text."""
        return self._ids

    def size(self, number: int) -> int:
        """The number of words."""
        return self._sizes[number]

    def is_variant(self, number: int) -> bool:
        return bool(self._marks[number] & 1)

    def is_exception(self, number: int) -> bool:
        return bool(self._marks[number] & 2)

    def samples(self, number: int) -> int:
        """How many of its shingles the index knows."""
        return self._marks[number] >> 2

    def hashes(self, number: int) -> array[int]:
        """The hashed words of a text."""
        raw = decompress(self._data[self._places[number] : self._places[number + 1]])
        found = array("H")
        found.frombytes(raw)
        if sys.byteorder == "big":
            found.byteswap()
        return found

    def texts_with(self, shingle: int) -> Sequence[int]:
        """The numbers of the texts that have this run of words."""
        at = bisect_left(self._keys, shingle)
        if at == len(self._keys) or self._keys[at] != shingle:
            return ()
        return self._postings[self._starts[at] : self._starts[at + 1]]


@cache
def fingerprints() -> Fingerprints:
    """The index that govscan carries, mapped once a process."""
    with INDEX.open("rb") as file:
        return Fingerprints(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def packed(texts: Iterable[Text]) -> bytes:
    """The index of some texts, the same for the same texts. Of equal texts the first by `_rank` is kept."""
    unique: dict[bytes, Text] = {}
    for text in sorted(texts, key=_rank):
        unique.setdefault(text.hashes.tobytes(), text)
    ordered = sorted(unique.values(), key=lambda text: (text.id, text.variant, len(text.hashes), text.hashes.tobytes()))
    holders: dict[int, list[int]] = {}
    for number, text in enumerate(ordered):
        for shingle in set(sample(text.hashes)):
            holders.setdefault(shingle, []).append(number)
    holders = {shingle: held for shingle, held in holders.items() if len(held) <= COMMON}
    marks, sizes, places, bodies = array("I"), array("I"), array("I", [0]), []
    for text in ordered:
        kept = sum(shingle in holders for shingle in set(sample(text.hashes)))
        marks.append(kept << 2 | text.exception << 1 | text.variant)
        sizes.append(len(text.hashes))
        bodies.append(compress(_little(text.hashes), 9))
        places.append(places[-1] + len(bodies[-1]))
    keys, starts, postings = array("I"), array("I", [0]), array("H")
    for shingle in sorted(holders):
        keys.append(shingle)
        postings.extend(holders[shingle])
        starts.append(len(postings))
    ids = "\n".join(text.id for text in ordered).encode("utf-8")
    head = array("I", [len(ordered), len(keys), len(postings), len(ids)])
    pieces = [MAGIC, *(_little(part) for part in (head, places, sizes, marks, keys, starts, postings)), ids, *bodies]
    return b"".join(pieces)


def _rank(text: Text) -> tuple[bool, bool, bool, str]:
    return text.variant, text.id.startswith("LicenseRef-"), text.id.startswith("LicenseRef-scancode-"), text.id


def sample(hashes: array[int]) -> list[int]:
    """The shingles of a text that enter the index."""
    every = shingles(hashes)
    if len(hashes) < SHINGLE:
        return [crc32(hashes.tobytes())]
    return every if len(hashes) < SMALL else [shingle for shingle in every if shingle % SAMPLE == 0]


def _numbers(view: memoryview, kind: str = "I") -> Sequence[int]:
    if sys.byteorder == "little":
        return view.cast(kind)  # type: ignore[call-overload,no-any-return]
    numbers = array(kind)
    numbers.frombytes(view)
    numbers.byteswap()
    return numbers


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
