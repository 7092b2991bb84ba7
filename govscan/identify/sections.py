"""Headings of a Markdown text enter as lines, sections leave: what they are called, and whether something is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from govscan.identify.claim import clipped
from govscan.identify.frontmatter import split_lines
from govscan.pattern import pattern

MAX_SECTIONS = 200

_HEADING = pattern(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_UNDERLINE = pattern(r" {0,3}(?:=+|-{3,})[ \t]*")
_FENCE = pattern(r" {0,3}(?:```|~~~)")
_FENCES, _RULES = ("`", "~"), ("=", "-")  # how such lines begin
_STRUCTURE = frozenset((*_FENCES, *_RULES, "#"))
_SIGN = pattern(r"[^\W_]")
_EMPTY = pattern(r"\[?\s*(?:more information (?:is )?needed|to be added|tbd|todo|coming soon|n/?a)\s*\]?\.?", re.I)
_MARKUP = pattern(r"[*_`#\[\]]|\([^)]*\)|<[^>]{0,200}>")


class Section(Struct, frozen=True):
    """A heading, its line and depth, and whether anything but a placeholder stands under it or its subsections."""

    title: str
    line: int
    depth: int
    filled: bool


def sections(text: str, first_line: int = 1) -> tuple[Section, ...]:
    """The headings of a Markdown text from `first_line` on, code blocks left out."""
    return sections_of(split_lines(text), first_line)


def sections_of(lines: Sequence[str], first_line: int = 1) -> tuple[Section, ...]:
    """As `sections`, of a text that is divided into lines already."""
    found: list[tuple[str, int, int]] = []
    filled: list[bool] = []
    fenced = False
    for at in range(first_line - 1, len(lines)):
        line = lines[at]
        if not line:
            continue
        sign = line[0] if line[0] != " " else line.lstrip(" ")[:1]
        if sign in _STRUCTURE:
            if sign in _FENCES and _FENCE.match(line):
                fenced = not fenced
            heading = _HEADING.fullmatch(line) if sign == "#" and not fenced else None
            if heading:
                found.append((_title(heading[2]), at + 1, len(heading[1])))
                filled.append(False)
            elif sign in _RULES and not fenced and at > first_line - 1 and _is_underline(line, lines[at - 1]):
                found.append((_title(lines[at - 1]), at, 1 if "=" in line else 2))
                filled.append(False)
            elif found and not filled[-1]:
                filled[-1] = _says_something(line)
            if len(found) >= MAX_SECTIONS:
                break
        elif found and not filled[-1]:
            filled[-1] = _says_something(line)
    return tuple(_inherit_content(found, filled))


def _is_underline(line: str, above: str) -> bool:
    return bool(_UNDERLINE.fullmatch(line)) and _is_title(above)


@lru_cache(maxsize=4_096)
def _title(text: str) -> str:
    return clipped(_MARKUP.sub("", text.rstrip("# \t")).strip(" :"))[:100]


def _is_title(line: str) -> bool:
    return bool(line.strip()) and len(line) <= 120 and not line.lstrip().startswith(("|", "-", ">", "!", "<", "#", "*"))


def _says_something(line: str) -> bool:
    """Whether a line is more than a placeholder, a comment or a rule."""
    text = line.strip()
    if not text or (text.startswith("<!--") and text.endswith("-->")) or not _SIGN.search(text):
        return False
    return not _EMPTY.fullmatch(text)


def _inherit_content(found: Sequence[tuple[str, int, int]], filled: Sequence[bool]) -> Iterator[Section]:
    """A section is filled, too, when one below it is."""
    for at, (title, line, depth) in enumerate(found):
        said = filled[at]
        for later in range(at + 1, len(found)):
            if said or found[later][2] <= depth:
                break
            said = filled[later]
        yield Section(title, line, depth, said)
