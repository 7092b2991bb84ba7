"""A card enters, the models leave whose outputs this one was trained with, as the card says in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from govscan.evidence import Document
from govscan.facts import Source, SourceKind
from govscan.identify.body import Body, Paragraph, links, read_body
from govscan.identify.claim import cite
from govscan.identify.frontmatter import FrontMatter
from govscan.pattern import pattern

MAX_TEACHERS: Final = 16
HUB: Final = "https://huggingface.co/"

_HINTS: Final = ("distil", "generated", "synthe", "outputs of", "responses of", "蒸馏", "生成")
_SAYS: Final = pattern(
    r"\bdistill(?:ed|ation|ing|s)?\b[^.!?]{0,80}?\b(?:from|of|by|with|using|version|model)\b"
    r"|\b(?:train|fine-?tun|instruct|align)\w*\b[^.!?]{0,80}?\b(?:outputs?|responses?|generations?|completions?|answers?)\b"
    r"[^.!?]{0,40}?\b(?:of|from|by)\b"
    r"|\b(?:data|dataset|samples|examples|conversations|instructions|reasoning traces|demonstrations)\b[^.!?]{0,60}?"
    r"\b(?:generated|synthesi[sz]ed|distilled|curated|produced|created)\b[^.!?]{0,20}?\b(?:by|with|from|using)\b"
    r"|由[^。]{0,60}蒸馏|蒸馏自|从[^。]{0,60}蒸馏|使用[^。]{0,60}生成的?数据",
    re.IGNORECASE,
)
_DENIES: Final = pattern(r"\b(?:not|no|never|without|unlike)\b|不|没有", re.IGNORECASE)
_HOSTED: Final = pattern(
    r"\b(?:(?:GPT|gpt)-?(?:3\.5|4|5)[\w.-]{0,12}|ChatGPT|Claude(?:[ -][\w.]{1,12}){0,3}|Gemini(?:[ -][\w.]{1,12}){0,2}"
    r"|text-davinci-00\d)(?![\w/])"
)
_HUB_ID: Final = pattern(r"(?<![\w./-])([A-Za-z0-9][\w.-]{1,60}/[A-Za-z0-9][\w.-]{2,90})(?![\w/])")
_DATA: Final = pattern(r"(?:datasets|spaces|papers|blog|docs|collections)/", re.IGNORECASE)


class Teacher(Struct, frozen=True):
    """A model named in a statement; `hosted` where it is known as a service, not as weights."""

    name: str
    hosted: bool
    source: Source


def teachers(card: Document, matter: FrontMatter) -> tuple[Teacher, ...]:
    """The models that the card says this one was distilled from or trained on outputs of, each once."""
    low = card.text[:400_000].lower()
    if not any(hint in low for hint in _HINTS):
        return ()
    body = read_body(card, matter)
    found: dict[str, Teacher] = {}
    for paragraph in body.paragraphs:
        for said in _SAYS.finditer(paragraph.text):
            if _DENIES.search(paragraph.text[max(0, said.start() - 40) : said.end()]):
                continue
            for teacher in _named(body, paragraph, said.start(), said.end()):
                found.setdefault(teacher.name.lower(), teacher)
        if len(found) >= MAX_TEACHERS:
            break
    return tuple(found.values())[:MAX_TEACHERS]


def _named(body: Body, paragraph: Paragraph, start: int, end: int) -> Iterator[Teacher]:
    """The models that are named within reach of the statement, in its sentence."""
    stop = re.search(r"[.!?。](?:\s|$)", paragraph.text[end:])
    reach = paragraph.text[start : end + (stop.start() if stop else min(160, len(paragraph.text) - end))]
    line = paragraph.line(start)
    source = cite(body.card, SourceKind.PROSE, line, quote=reach)
    for name in _HOSTED.findall(reach):
        yield Teacher(name.strip(" ."), True, source)
    for name in _HUB_ID.findall(reach):
        if not _DATA.match(name):
            yield Teacher(name.rstrip("."), False, source)
    lines = set(paragraph.lines)
    for link in links(body):
        target = link.target.split("?")[0].split("#")[0].rstrip("/")
        inside = link.line in lines and link.words and link.words in reach
        if inside and target.startswith(HUB) and not _DATA.match(target.removeprefix(HUB)):
            name = "/".join(target.removeprefix(HUB).split("/")[:2])
            if _HUB_ID.fullmatch(name):
                yield Teacher(name, False, source)
