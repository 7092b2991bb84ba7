"""Patterns that RE2 (https://github.com/google/re2) matches: in time that grows with the text and nothing else, however
many words they are made of. It takes a few milliseconds to load, so it is loaded when the first text is searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property


class Linear:
    """A pattern, or several that are looked for together, in the syntax of RE2: no lookaround, ASCII classes. Where a
    text is bytes and not `text`, a byte is a letter."""

    def __init__(self, *expressions: str | bytes, cased: bool = False, text: bool = True) -> None:
        self.expressions, self.cased, self.text = expressions, cased, text

    @cached_property
    def _match(self) -> Callable[[bytes], Sequence[int] | None]:
        import re2

        options = re2.Options()
        options.case_sensitive = self.cased
        options.never_capture = True
        if not self.text:
            options.encoding = re2.Options.Encoding.LATIN1
        together = re2.Set.SearchSet(options)
        for expression in self.expressions:
            together.Add(expression)
        together.Compile()
        match: Callable[[bytes], Sequence[int] | None] = together.Match
        return match

    def all_in(self, text: str | bytes) -> frozenset[int]:
        """The numbers of the patterns that are somewhere in a text."""
        return frozenset(self._match(text.encode("utf-8", "replace") if isinstance(text, str) else text) or ())

    def is_in(self, text: str | bytes) -> bool:
        """Whether one of them is."""
        return bool(self._match(text.encode("utf-8", "replace") if isinstance(text, str) else text))
