"""The body of a card, as prose: a card enters, its paragraphs leave without markup, each word with its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from urllib.parse import unquote

from msgspec import Struct

from govscan.evidence import Document
from govscan.identify.frontmatter import FrontMatter, split_lines
from govscan.identify.sections import Section, sections_of
from govscan.pattern import pattern

MAX_LINES = 20_000
MAX_LINE = 4_000  # characters of a line that are looked at
MAX_PARAGRAPH = 8_000
MAX_LINKS = 2_000

_FENCE = pattern(r" {0,3}(?:```|~~~)")
_LINK = pattern(r"\[([^\[\]\n]{0,300})\]\(\s{0,3}<?([^()\s<>]{1,600})[^()\n]{0,200}\)")
_IMAGE = pattern(r"!\[[^\[\]\n]{0,300}\]\(\s{0,3}[^()\n]{1,800}\)")
_HREF = pattern(
    r"""<a\s[^<>]{0,300}?href\s?=\s?["']([^"'<>\s]{1,600})["'][^<>]{0,300}>([^<>\n]{0,300})""", re.IGNORECASE
)
_TAG = pattern(r"</?[A-Za-z][^<>]{0,800}>")
_SIGNS = pattern(r"[*`]+|(?<!\w)_+|_+(?!\w)|^[ \t]{0,8}(?:[-+>|]|\d{1,3}[.)])[ \t]+|^[ \t]*#{1,6}[ \t]*")
_SECTION = pattern(r"licen[sc]|许可|协议|授权|声明", re.IGNORECASE)
_STARTS_ANEW = pattern(r"[ \t]*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#|\||<(?:p|li|br|div|h\d)\b)")


class Link(Struct, frozen=True):
    """A link of the card: its words, where it leads (percent signs undone) and its line."""

    words: str
    target: str
    line: int


class Paragraph(Struct, frozen=True):
    """Words that belong together. `starts` are the offsets at which its lines begin, `lines` their numbers;
    `heading` is the nearest one, `about_license` tells that one of those above is about the license."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    heading: str
    about_license: bool

    def line(self, offset: int) -> int:
        """The line in the card of a place in the text."""
        return self.lines[max(bisect_right(self.starts, offset) - 1, 0)]


class Body(Struct, frozen=True, dict=True):
    """What stands behind the front matter of a card, which ends before `first_line`. Most cards are not asked for
    everything: each view is made when it is first looked at."""

    card: Document
    first_line: int

    @cached_property
    def written(self) -> list[str]:
        """Every line of the card."""
        return split_lines(self.card.text)

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Lines with their numbers, code blocks left out."""
        return tuple(_lines(self.written, self.first_line))

    @cached_property
    def headings(self) -> tuple[Section, ...]:
        return sections_of(self.written, self.first_line)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(_paragraphs(len(self.written), self.lines, self.headings))

    @cached_property
    def low(self) -> str:
        """The text in lower case and without the signs of emphasis: where a word is not in it, no paragraph has it."""
        text = "\n".join(self.written[self.first_line - 1 :]).lower()
        for sign in ("*", "`", "_", "\\"):
            text = text.replace(sign, "")
        return text

    def says(self, *words: str) -> bool:
        """Whether one of these words, in lower case, may stand in a paragraph."""
        low = self.low
        return any(word in low for word in words)


def read_body(card: Document, matter: FrontMatter) -> Body:
    """The body of a card, for all who look into it."""
    return Body(card, matter.body_line)


def _lines(written: Sequence[str], first_line: int) -> Iterator[tuple[int, str]]:
    fenced = False
    for number, line in enumerate(written[first_line - 1 : first_line - 1 + MAX_LINES], first_line):
        if line.lstrip(" ")[:1] in ("`", "~") and _FENCE.match(line):
            fenced = not fenced
            yield number, ""
        elif not fenced:
            yield number, line[:MAX_LINE]


def _paragraphs(length: int, lines: tuple[tuple[int, str], ...], headings: tuple[Section, ...]) -> Iterator[Paragraph]:
    """Runs of lines without markup; a bullet, a heading and a table row begin a new one."""
    license_lines = _license_lines(headings, length + 1)
    kept: list[tuple[int, str]] = []
    size = 0
    for number, raw in (*lines, (0, "")):
        line = plain(raw) if raw else ""
        if kept and (not line or size + len(line) > MAX_PARAGRAPH or _STARTS_ANEW.match(raw)):
            yield _paragraph(kept, headings, license_lines)
            kept, size = [], 0
        if line:
            kept.append((number, line))
            size += len(line) + 1


def _paragraph(kept: list[tuple[int, str]], headings: tuple[Section, ...], license_lines: frozenset[int]) -> Paragraph:
    starts, at = [], 0
    for _, words in kept:
        starts.append(at)
        at += len(words) + 1
    numbers = tuple(number for number, _ in kept)
    nearest = bisect_right(headings, numbers[0], key=lambda heading: heading.line) - 1
    title = headings[nearest].title if nearest >= 0 else ""
    text = " ".join(words for _, words in kept)
    return Paragraph(text, tuple(starts), numbers, title, numbers[0] in license_lines)


def _license_lines(headings: tuple[Section, ...], last: int) -> frozenset[int]:
    """The lines that stand under a heading about the license; `last` is beyond the end."""
    found: set[int] = set()
    for at, heading in enumerate(headings):
        if _SECTION.search(heading.title):
            after = (later.line for later in headings[at + 1 :] if later.depth <= heading.depth)
            found.update(range(heading.line + 1, min(next(after, last), heading.line + MAX_LINES)))
    return frozenset(found)


@lru_cache(maxsize=8_192)
def plain(line: str) -> str:
    """A line without Markdown and HTML; of a link its words stay, of an image nothing."""
    words = line
    if "](" in words:
        words = _LINK.sub(r"\1", _IMAGE.sub("", words) if "![" in words else words)
    if "<" in words:
        words = _TAG.sub(" ", words)
    return " ".join(_SIGNS.sub("", words).replace("&nbsp;", " ").replace("\\", "").split())


def links(body: Body) -> list[Link]:
    """Every link of the body, also around a badge and in HTML."""
    found: list[Link] = []
    for number, line in body.lines:
        if "](" not in line and "href" not in line.lower():
            continue
        shown = _IMAGE.sub(_image_words, line)
        found += [Link(link[1], unquote(link[2]), number) for link in _LINK.finditer(shown)]
        found += [Link(link[2].strip(), unquote(link[1]), number) for link in _HREF.finditer(line)]
        if len(found) > MAX_LINKS:
            break
    return found[:MAX_LINKS]


def _image_words(image: re.Match[str]) -> str:
    """The words of an image, in place of the image: of a badge inside a link they are the words of the link."""
    return image.group()[2:].partition("]")[0]
