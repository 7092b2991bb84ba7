"""A card enters, the models leave whose outputs this one was trained with, as the card says in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.evidence import Document
from govscan.facts import Source, SourceKind
from govscan.identify.body import Body, Link, Paragraph, links
from govscan.identify.claim import cite
from govscan.linear import Linear
from govscan.pattern import pattern

MAX_REACH: Final = 160  # characters behind a statement in which its models are named
HUB: Final = "https://huggingface.co/"

_SENTENCE = r"(?:[^.!?]|[.!?]\S)*"
_MAY_SAY: Final = Linear(
    # what every statement has in it, in this order and in one sentence, as far as a text full of markup tells
    rf"distil{_SENTENCE}\b(?:from|of|by|with|using|version|model)|teacher|蒸馏|生成"
    rf"|(?:train|tun|instruct|align){_SENTENCE}(?:output|response|generation|completion|answer){_SENTENCE}(?:of|from|by)"
    r"|(?:data|samples|examples|conversations|instructions|reasoning traces|demonstrations)"
    rf"{_SENTENCE}(?:generated|synthesi|distil|curated|produced|created){_SENTENCE}(?:by|with|from|using)"
)
_SAYS: Final = pattern(
    # "distilled from", "distillation of", also "knowledge-distilled"; not a name that has the word in it
    r"(?<![\w-])(?:knowledge-)?distill?(?:ed|ation|ing|s)?(?![\w-])[^.!?]{0,80}?\b(?:from|of|by|with|using|version|model)\b"
    r"|\bteacher(?: model)?s?\b(?:[^.!?]{0,40}?\b(?:is|was|are|were|used)\b|:)"
    r"|\b(?:train|fine-?tun|instruct|align)\w*\b[^.!?]{0,80}?\b(?:outputs?|responses?|generations?|completions?|answers?)\b"
    r"[^.!?]{0,40}?\b(?:of|from|by)\b"
    r"|\b(?:data|dataset|samples|examples|conversations|instructions|reasoning traces|demonstrations)\b[^.!?]{0,60}?"
    r"\b(?:generated|synthesi[sz]ed|distilled|curated|produced|created)\b[^.!?]{0,20}?\b(?:by|with|from|using)\b"
    r"|由[^。]{0,60}蒸馏|蒸馏自|从[^。]{0,60}蒸馏|使用[^。]{0,60}生成的?数据",
    re.IGNORECASE,
)
_DENIES: Final = pattern(r"\b(?:not|no|never|without|unlike)\b|n['’]t\b|不|没有|未", re.IGNORECASE)
_DENIES_AFTER: Final = pattern(
    r"[^.!?]{0,40}?\b(?:is|was|are|were|have been|has been)\s+not\s+(?:used|included|part)\b", re.IGNORECASE
)
_MOVES_ON: Final = pattern(
    r"\b(?:outperform|surpass|beat|compar|rival|match|evaluat|exceed|benchmark|judg|scor|versus|vs\b|better than|unlike"
    r"|similar to|on par)",
    re.IGNORECASE,
)
_VERSION: Final = (
    r"(?:[ -](?:v?\d[\w.]{0,8}|opus|sonnet|haiku|instant|pro|flash|ultra|nano|mini|turbo|lite)(?![\w/])){0,4}"
)
_HOSTED: Final = pattern(
    r"(?<![\w/.-])((?:GPT-?(?:3\.5|4|5)[a-z]?(?:\.\d)?|ChatGPT|OpenAI(?:[ -]o\d)?|o[134]|Claude|Gemini|Grok"
    r"|text-davinci-00\d)" + _VERSION + r")(?![\w/]|-\w)",
    re.IGNORECASE,
)
_HUB_ID: Final = pattern(r"(?<![\w./-])([A-Za-z0-9][\w.-]{1,60}/[A-Za-z0-9][\w.-]{2,90})(?![\w/])")
_TELLING: Final = pattern(r"[0-9-]")  # what "input/output" lacks; a link needs no such sign
_ENDS: Final = pattern(r"[.!?。](?:\s|$)|。")
_DATA: Final = pattern(r"(?:datasets|spaces|papers|blog|docs|collections)/", re.IGNORECASE)


class Teacher(Struct, frozen=True):
    """A model named in a statement; `hosted` where it is known as a service, not as weights."""

    name: str
    hosted: bool
    source: Source


def teachers(body: Body) -> tuple[Teacher, ...]:
    """The models that the card says this one was distilled from or trained on outputs of, each once."""
    if not _MAY_SAY.is_in(body.low):
        return ()
    linked: dict[int, list[Link]] = {}
    for link in links(body):
        linked.setdefault(link.line, []).append(link)
    found: dict[str, Teacher] = {}
    for paragraph in body.paragraphs:
        if not _MAY_SAY.is_in(paragraph.text):
            continue
        for said in _SAYS.finditer(paragraph.text):
            if not _denied(paragraph.text, said.start(), said.end()):
                for teacher in _named(body.card, paragraph, linked, said.start(), said.end()):
                    found.setdefault(teacher.name.lower(), teacher)
        if len(found) > limits.TEACHERS:
            hit(f"{body.card.name} names more than {limits.TEACHERS} models that it learned from, the rest is not read")
            break
    return tuple(found.values())[: limits.TEACHERS]


def _reach(text: str, start: int, end: int) -> str:
    """The statement and what follows it, to the end of the sentence or to where the sentence compares."""
    rest = text[end : end + MAX_REACH]
    stops = [stop.start() for end_of in (_ENDS, _MOVES_ON) if (stop := end_of.search(rest))]
    return text[start : end + min(stops, default=len(rest))]


def _denied(text: str, start: int, end: int) -> bool:
    before = _ENDS.split(text[max(0, start - 40) : start])[-1]
    return bool(_DENIES.search(before + text[start:end]) or _DENIES_AFTER.match(text, end))


def _named(
    card: Document, paragraph: Paragraph, linked: Mapping[int, list[Link]], start: int, end: int
) -> Iterator[Teacher]:
    """The models that are named within reach of a statement."""
    reach = _reach(paragraph.text, start, end)
    source = cite(card, SourceKind.PROSE, paragraph.line(start), quote=reach)
    for name in _HOSTED.findall(reach):
        yield Teacher(name.strip(" ."), True, source)
    for name in _HUB_ID.findall(reach):
        if _TELLING.search(name.partition("/")[2]) and not _DATA.match(name):
            yield Teacher(name.rstrip("."), False, source)
    for link in (each for line in dict.fromkeys(paragraph.lines) for each in linked.get(line, ())):
        target = link.target.split("?")[0].split("#")[0].rstrip("/")
        inside = link.words and link.words in reach
        if inside and target.startswith(HUB) and not _DATA.match(target.removeprefix(HUB)):
            name = "/".join(target.removeprefix(HUB).split("/")[:2])
            if _HUB_ID.fullmatch(name):
                yield Teacher(name, False, source)
