"""Bytes enter, whether something is in them leaves: the filters in front of the parsers, which see every file.

What is looked for in the first megabyte is not worth the few milliseconds that RE2 takes to load. Whoever reads more
has RE2 look, which takes a tenth of the time where there are many words, and no longer for any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from govscan.linear import Linear
from govscan.pattern import pattern

_FEW_BYTES: Final = 1_000_000


class Needle:
    """A pattern in the syntax that `re` and RE2 share. `few` answers for little text."""

    def __init__(self, expression: bytes, few: Callable[[bytes], object] | None = None, cased: bool = True) -> None:
        self.expression, self.cased = expression, cased
        self.few = few or pattern(expression).search
        self.many: Callable[[bytes], bool] | None = None
        self.searched = 0

    def search(self, data: bytes, /) -> bool:
        if self.many is None:
            self.searched += len(data)
            if self.searched <= _FEW_BYTES:
                return bool(self.few(data))
            self.many = Linear(self.expression, cased=self.cased, text=False).is_in
        return self.many(data)


class Words(Needle):
    """Words in any case, parted by spaces, and phrases."""

    def __init__(self, words: bytes, *phrases: bytes) -> None:
        self.words = (*words.split(), *phrases)
        super().__init__(b"|".join(map(re.escape, self.words)), self._in, cased=False)

    def _in(self, data: bytes) -> bool:
        small = data.lower()
        return any(word in small for word in self.words)
