"""Words of files enter, those that say something of models leave.

Files of one tree share most of their words. Each is judged once; from then on sets meet, which costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

Told = TypeVar("Told")

MAX_WORDS: Final = 200_000
"""Kept of the whole tree; then it starts anew, so that ever new words cost no memory."""

_BREAKS: Final = bytes(code if code > 127 or chr(code).isalnum() or code == 95 else 32 for code in range(256))
_BREAKS_BUT_DASHES: Final = _BREAKS[:45] + b"-" + _BREAKS[46:]


def words_of(data: bytes, dashes: bool = False) -> set[bytes]:
    """The words of a file; `dashes` are part of them where names are written with them."""
    return set(data.translate(_BREAKS_BUT_DASHES if dashes else _BREAKS).split())


def ends_of(word: bytes, data: bytes, dashes: bool = False) -> Iterator[int]:
    """Where a word ends, each time that it stands in the data by itself."""
    breaks = _BREAKS_BUT_DASHES if dashes else _BREAKS
    at = data.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or breaks[data[at - 1]] == 32) and (end == len(data) or breaks[data[end]] == 32):
            yield end
        at = data.find(word, end)


class Lexicon(Generic[Told]):
    """What is known of the words met so far. `judge` tells what a word says; nothing, or something empty, of most."""

    def __init__(self, judge: Callable[[bytes], Told | None]) -> None:
        self.judge = judge
        self._start()

    def _start(self) -> None:
        self.told: dict[bytes, Told] = {}
        self.telling: set[bytes] = set()  # the keys of `told`: two sets meet fast, a set and a dict do not
        self.seen: set[bytes] = set()

    def of(self, words: set[bytes]) -> list[tuple[bytes, Told]]:
        """Those of `words` that say something, and what."""
        if len(self.seen) > MAX_WORDS:
            self._start()
        for word in words - self.seen:
            told = self.judge(word)
            if told:
                self.told[word] = told
                self.telling.add(word)
        self.seen |= words
        return [(word, self.told[word]) for word in words & self.telling]
