"""Names that are not what they look like: a model's name or a path enters, the letters that deceive leave."""

from __future__ import annotations

import unicodedata
from typing import Final

_MIMICS: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts with letters that look like Latin ones (https://www.unicode.org/reports/tr39/)."""


def deceiving(text: str) -> str:
    """The characters by which `text` passes for another text: letters of a look-alike script within a word that has
    Latin ones, and forms that Unicode itself equates with plain ASCII. Empty where there are none; a word all of one
    script is a name of that script."""
    if text.isascii():
        return ""
    found: dict[str, None] = {}
    word: list[str] = []
    for character in (*text, " "):
        if character.isalnum():
            word.append(character)
            continue
        found.update(dict.fromkeys(_of_word(word)))
        word = []
    return "".join(found)


def _of_word(word: list[str]) -> list[str]:
    scripts = [_script(character) for character in word]
    mixed = "LATIN" in scripts
    return [
        character
        for character, script in zip(word, scripts, strict=True)
        if (mixed and script in _MIMICS) or (ord(character) > 127 and _ascii_form(character))
    ]


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _ascii_form(character: str) -> bool:
    form = unicodedata.normalize("NFKC", character)
    return form.isascii() and form.isalnum()
