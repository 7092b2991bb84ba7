"""Changes that matter, each on one line: a text enters, the changed text and the line leave."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

CLAUSES = (
    "If your product has more than 1 million monthly active users, you must request a license from us.",
    "The software may not be used for any commercial purpose without prior written consent.",
    "This license does not apply in the European Union.",
    "You must display the name of the model prominently in every user interface.",
    "Annual revenue above 20 million US dollars requires a separate agreement.",
    "You shall not use the outputs to train any other model.",
)
PLACES = ("European Union", "United States", "California", "Hong Kong", "Singapore", "China", "Israel", "England")


class Edit(NamedTuple):
    text: str
    line: int
    joined: bool = False


Known = list[tuple[str, str]]
Maker = Callable[[str, random.Random, Known], Edit | None]


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def clause_added(text: str, dice: random.Random, known: Known) -> Edit | None:
    """Between two paragraphs, or at the end."""
    breaks = [found.end() for found in re.finditer(r"\n[ \t]*\n", text)]
    at = dice.choice([*breaks[len(breaks) // 3 :], len(text)])
    clause = dice.choice(CLAUSES)
    lead = "" if text[:at].endswith("\n") else "\n\n"
    return Edit(f"{text[:at]}{lead}{clause}\n\n{text[at:]}", _line(text, at) + len(lead))


def not_removed(text: str, dice: random.Random, known: Known) -> Edit | None:
    """A "not", or in Chinese 不."""
    places = [(m.start(), m.end()) for m in re.finditer(r"\bnot\b ?|\bNOT\b ?|不(?=得)", text)]
    if not places:
        return None
    start, end = dice.choice(places)
    return Edit(text[:start] + text[end:], _line(text, start))


def number_changed(text: str, dice: random.Random, known: Known) -> Edit | None:
    """A number in a sentence, not that of a section or a year of a copyright line."""
    places = [
        m
        for m in re.finditer(r"(?<=[a-z,(] )\d[\d,]*(?= [a-z])|(?<=\()\d{2,}(?=\))", text)
        if not _is_copyright(text, m.start())
    ]
    if not places:
        return None
    found = dice.choice(places)
    return Edit(
        text[: found.start()] + str(int(found.group().replace(",", "")) * 3 + 7) + text[found.end() :],
        _line(text, found.start()),
    )


def date_changed(text: str, dice: random.Random, known: Known) -> Edit | None:
    places = [
        m
        for m in re.finditer(
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}",
            text,
        )
        if not _is_copyright(text, m.start())
    ]
    if not places:
        return None
    found = dice.choice(places)
    return Edit(f"{text[: found.start()]}March 3, 2019{text[found.end() :]}", _line(text, found.start()))


def place_changed(text: str, dice: random.Random, known: Known) -> Edit | None:
    places = [m for m in re.finditer("|".join(PLACES), text) if not _is_copyright(text, m.start())]
    if not places:
        return None
    found = dice.choice(places)
    return Edit(f"{text[: found.start()]}Atlantis{text[found.end() :]}", _line(text, found.start()))


def paragraph_dropped(text: str, dice: random.Random, known: Known) -> Edit | None:
    parts = re.split(r"(\n[ \t]*\n)", text)
    long = [n for n in range(2, len(parts) - 2, 2) if len(parts[n].split()) >= 20 and not _is_copyright(parts[n], 0)]
    if not long:
        return None
    number = dice.choice(long)
    before = "".join(parts[:number])
    return Edit(before + "".join(parts[number + 2 :]), _line(before.rstrip(), len(before.rstrip())))


def joined(text: str, dice: random.Random, known: Known) -> Edit | None:
    """With another text after it; seen if both are named."""
    _, other = dice.choice(known)
    if other[:200] == text[:200]:
        return None
    return Edit(f"{text.rstrip()}\n\n\n{other}", text.rstrip().count("\n") + 4, joined=True)


def _is_copyright(text: str, at: int) -> bool:
    start = text.rfind("\n", 0, at) + 1
    return "copyright" in text[start : text.find("\n", at) % (len(text) + 1)].lower()


EDITS: dict[str, Maker] = {
    "clause added": clause_added,
    "not removed": not_removed,
    "number changed": number_changed,
    "date changed": date_changed,
    "place changed": place_changed,
    "section dropped": paragraph_dropped,
    "texts joined": joined,
}
