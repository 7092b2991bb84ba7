"""Parts of a large page that are only looked at when somebody opens them: their lines are kept once each, sorted and
compressed, and the page's script puts a part together when it is wanted.

The sheets of thousands of models say the same things: a megabyte of markup a hundred models becomes a hundredth of it.
"""

from __future__ import annotations

import base64
import zlib
from array import array
from typing import Final

from markupsafe import Markup

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Packer:
    """Takes the parts of one page. Where it is not `active`, which is for pages of a usual size, a part stays where it
    is, and the page reads without script."""

    def __init__(self, active: bool) -> None:
        self.active = active
        self._numbers: dict[str, int] = {}
        self._parts: list[array[int]] = []

    def put(self, part: Markup) -> Markup:
        """What stands in the page: the part itself, or a mark by which the script finds it."""
        if not self.active:
            return part
        numbers = self._numbers
        lines = (line.strip() for line in part.split("\n"))
        self._parts.append(array("L", [numbers.setdefault(line, len(numbers)) for line in lines if line]))
        return Markup('<div data-part="{}"></div>').format(len(self._parts) - 1)

    @property
    def lines(self) -> Markup:
        """All lines, each once, sorted so that those that are alike lie side by side."""
        return _packed("\n".join(sorted(self._numbers)))

    @property
    def parts(self) -> Markup:
        """For every part the numbers of its lines, in base 36."""
        order = {line: _base36(number) for number, line in enumerate(sorted(self._numbers))}
        written = [order[line] for line in self._numbers]
        return _packed("\n".join(" ".join(written[number] for number in part) for part in self._parts))


def _packed(text: str) -> Markup:
    return Markup(base64.b64encode(zlib.compress(text.encode(), 9)).decode())  # noqa: S704 - letters and digits


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
