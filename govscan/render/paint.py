"""Lines for a terminal: color, width and wrapping. Every text that enters is escaped here, at the last moment."""

from __future__ import annotations

import unicodedata

from msgspec import Struct, field

from govscan.render.arrange import Standing
from govscan.render.escape import shortened

LONGEST = 2_000  # characters of one text; a scanned name has no upper bound of its own

BOLD, DIM, RED, GREEN, YELLOW, MAGENTA, CYAN = "1", "2", "31", "32", "33", "35", "36"

COLORS = {
    Standing.FAIL: RED,
    Standing.UNDECIDED: MAGENTA,
    Standing.WARNING: YELLOW,
    Standing.NOTE: CYAN,
    Standing.BASELINED: CYAN,
    Standing.WAIVED: CYAN,
    Standing.PASS: GREEN,
    Standing.UNJUDGED: DIM,
}
SYMBOLS = {
    Standing.FAIL: "✗",
    Standing.UNDECIDED: "?",
    Standing.WARNING: "!",
    Standing.NOTE: "i",
    Standing.BASELINED: "=",
    Standing.WAIVED: "~",
    Standing.PASS: "✓",
    Standing.UNJUDGED: "-",
}


class Page(Struct):
    """Lines as they are written. `width` counts terminal cells; a word that is wider keeps a line to itself, so
    that a path can still be clicked."""

    color: bool
    width: int
    lines: list[str] = field(default_factory=list)

    def blank(self) -> None:
        """An empty line, unless the page begins or just had one."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self, text: str, *styles: str, indent: int = 0, hang: int | None = None) -> None:
        """One paragraph, wrapped; lines after the first are indented by `hang` (the same as `indent` if None)."""
        self.parts([(text, styles)], indent=indent, hang=hang)

    def labeled(self, label: str, text: str, *styles: str, indent: int = 2, column: int = 11) -> None:
        """A short label, and a text that keeps to its own column."""
        self.parts(
            [(label.ljust(column - 1), (DIM,)), (text, styles)], indent=indent, hang=indent + column, keep_first=True
        )

    def parts(
        self,
        parts: list[tuple[str, tuple[str, ...]]],
        indent: int = 0,
        hang: int | None = None,
        keep_first: bool = False,
    ) -> None:
        """One paragraph of differently styled texts with a space between them. `keep_first` leaves the spaces of
        the first text alone, which is a label."""
        hang = indent if hang is None else hang
        words = []
        for number, (text, styles) in enumerate(parts):
            shown = shortened(text, LONGEST)
            words += [(word, styles) for word in ([shown] if keep_first and not number else shown.split(" ")) if word]
        line, used, empty = " " * indent, indent, True
        for word, styles in words:
            cells = _cells(word)
            if not empty and used + 1 + cells > self.width:
                self.lines.append(line.rstrip())
                line, used, empty = " " * hang, hang, True
            line += ("" if empty else " ") + self.paint(word, *styles)
            used += cells + (not empty)
            empty = False
        self.lines.append(line.rstrip())

    def paint(self, text: str, *styles: str) -> str:
        """`text`, which has to be visible already, in `styles` if there is color."""
        return f"\x1b[{';'.join(styles)}m{text}\x1b[0m" if self.color and styles and text else text

    def encode(self) -> bytes:
        """The page as UTF-8, with a line feed at the end."""
        return ("\n".join(self.lines).rstrip("\n") + "\n").encode()


def _cells(text: str) -> int:
    """Columns that a visible text takes: East Asian wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
