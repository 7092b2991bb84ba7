"""A text enters, the hashed words of what it says leave: the one form in which license texts are compared.

Case, punctuation, quotes, dashes, wrapping, Markdown, HTML, comment markers, list markers and copyright lines leave no
trace. A word is 16 bits of a checksum, a placeholder (`[year]`, `<name of author>`) is the one word `BLANK`, and every
Chinese, Japanese or Korean character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from zlib import crc32

from msgspec import Struct

from govscan import limits
from govscan.pattern import pattern

BLANK = 0  # no word has this hash
SHINGLE = 5  # words

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = pattern(rf"[\0{_CJK}]|[^\W_{_CJK}]+")
_TAG = pattern(
    r"<!doctype[^<>]{0,300}>|"
    r"</?(?:a|abbr|article|b|blockquote|body|br|center|cite|code|dd|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html"
    r"|i|img|kbd|li|link|main|meta|nav|ol|p|pre|q|s|section|small|span|strong|sub|sup|table|tbody|td|th|thead|title|tr"
    r"|tt|u|ul)\b(?:\s[^<>]{0,1000})?/?>"
)
_STYLE = pattern(r"<(script|style)\b[^<>]{0,500}>[^<]{0,20000}</\1\s*>")
_LINK = pattern(r"\]\((?:https?:|mailto:|#|\.{0,2}/)[^()\s]{0,500}\)")
_PLACE = (
    r"[^<>\[\]{}\n]{0,30}?\b(?:yyyy|year|years|dates?|name|names|owners?|holders?|fullname|organi[sz]ation|authors?|company"
    r"|entity|licensors?|email|program|project|software|jurisdiction|country|state|url|insert|your|month|title|university|version)\b"
    r"[^<>\[\]{}\n]{0,40}"
)
_BLANKS = pattern(rf"<<?{_PLACE}>>?|\[{_PLACE}\]|\{{\{{?{_PLACE}\}}\}}?|\bx{{4,}}\b|_{{4,}}")
_MARKER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})"
# `(a)` anywhere; `1.` and `a)` where a sentence or a paragraph begins. Line ends do not count: texts are wrapped anew.
_LIST = pattern(
    r"\((?:\d|[a-z]|[ivx]{1,5})\)"
    r"|(?:(?<=\S\S[.:;!?。；：][ \n])|(?<=\S\S[.:;!?。；：][ \n][ \n])|(?<=\n\n)"
    r"|(?<=\x02)|(?<=\x02[ ])|(?<=\x02[ ][ ])|\A)"
    rf"[ \n]{{0,8}}{_MARKER}[.)](?=\s)"
)
_COPYRIGHT = pattern(
    r"^[^\w<\[{©]*(?:(?:portions|parts|modifications|all code|some parts|this (?:software|license) is)[ ,]{1,3})?"
    r"(?:\(c\)\s*|©\s*)?"
    r"(?:copyrights?\b(?:\s+notice)?[:\s,]*(?:©|\(c\)|&copy;|\d{4}\b|[<\[{\0]|by\b|the\b|holders?:)|copr\.|"
    r"©\s*|\(c\)\s*(?:copyright|\d{4}|[<\[{\0]))",
)
_RESERVED = pattern(r"^\W*all rights reserved\W*$")
_MEANING = pattern(
    r"\b(?:not?|nor|must|shall|may|can|cannot|only|unless|except|provided|if|permi\w+|prohibit\w*|grant\w*|licen[sc]ed?|commercial\w*"
    r"|noncommercial\w*|revenue|users?|million|fees?|pay\w*|royalt\w+|you|use|used|require\w*|without|subject|terms)\b"
)
_COMMENT_WORD = pattern(r"^[ \t]*(?:dnl|rem|\.\\\"|%%?)[ \t]", re.MULTILINE)
_SAME = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "sublicence": "sublicense",
    "organisation": "organization",
    "organisations": "organizations",
    "favour": "favor",
    "honour": "honor",
    "authorised": "authorized",
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
}
_NOTHING = frozenset({"http", "https", "www", "nbsp"})
_UNSEEN = {0xAD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0xFEFF: None, 0x2060: None, 0x0D: "\n"}
_hashes: dict[str, int] = {}


class Words(Struct, frozen=True):
    """The words of a text, in order: `hashes` to compare, and of each the offset in `text`, the form of the text in
    which lines are still those of the original. `cut` says that the text was longer than what is compared."""

    hashes: array[int]
    offsets: array[int]
    text: str
    newlines: array[int]
    cut: bool = False

    def line(self, word: int) -> int:
        """The line of the word, counted from 1."""
        return bisect_right(self.newlines, self.offsets[word]) + 1

    def quote(self, start: int, end: int, most: int = 160) -> str:
        """What the words from `start` up to `end` say, in one line and shortened to `most` characters."""
        first = self.offsets[start]
        last = self.offsets[end - 1]
        said = " ".join(self.text[first : min(last + 40, first + 2 * most)].split())
        final = _WORD.match(self.text, last)
        if final and final.end() - first <= 2 * most:
            said = " ".join(self.text[first : final.end()].split())
        return said if len(said) <= most else said[: most - 1] + "…"


def words(text: str) -> Words:
    """Read a text; never raises. What follows `limits.LICENSE_CHARACTERS` is left out."""
    original = text[: limits.LICENSE_CHARACTERS]
    plain = _plain(original)
    newlines = array("I", (at for at, sign in enumerate(plain) if sign == "\n")) if "\n" in plain else array("I")
    low = _undressed(plain)
    hashes, offsets = array("H"), array("I")
    known = _hashes
    for found in _WORD.finditer(low):
        word = found.group()
        value = known.get(word)
        if value is None:
            value = _remember(word)
        if value >= 0:
            hashes.append(value)
            offsets.append(found.start())
    return Words(hashes, offsets, plain, newlines, len(text) > limits.LICENSE_CHARACTERS)


def _plain(text: str) -> str:
    """Unicode made uniform, line by line: no line is added or lost."""
    text = text.replace("\r\n", "\n").translate(_UNSEEN) if not text.isascii() or "\r" in text else text
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _undressed(plain: str) -> str:
    """Lower case, with blanks over what says nothing. Offsets stay."""
    low = plain.lower()
    if len(low) != len(plain):  # a few letters grow in lower case
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)
    if "<" in low:
        if "<head" in low or "<html" in low:
            low = _STYLE.sub(_spaces, low)
        low = _TAG.sub(_tag, low)
    if "&" in low:
        low = re.sub(r"&(?:[a-z]{2,8}|#x?[0-9a-f]{2,6});", _entity, low)
    if "](" in low:
        low = _LINK.sub(_spaces, low)
    if "dnl " in low or "rem " in low or '.\\"' in low or "%" in low:
        low = _COMMENT_WORD.sub(_spaces, low)
    low = _BLANKS.sub(_blank, low)
    if "copyright" in low or "(c)" in low or "©" in low or "reserved" in low or "copr" in low:
        low = _without_copyright(low)
    return _LIST.sub(_spaces, low)


def _tag(found: re.Match[str]) -> str:
    """A tag ends a paragraph, as far as list markers are concerned; a letter or a word is never set apart by one."""
    return _spaces(found) if len(found.group()) < 3 else "\x02" + _spaces(found)[1:]


def _spaces(found: re.Match[str]) -> str:
    said = found.group()
    return "".join("\n" if sign == "\n" else " " for sign in said) if "\n" in said else " " * len(said)


def _entity(found: re.Match[str]) -> str:
    import html

    said = html.unescape(found.group())
    return (said if len(said) == 1 else " ").ljust(len(found.group()))


def _blank(found: re.Match[str]) -> str:
    return "\0".ljust(len(found.group()))


def _without_copyright(low: str) -> str:
    lines = low.split("\n")
    follows = False
    for at, line in enumerate(lines):
        if _COPYRIGHT.match(line) and len(line) <= 300 and not _MEANING.search(line):
            follows = not line.rstrip().endswith((".", ":", ";")) or line.rstrip().endswith(("inc.", "ltd.", "corp."))
        elif _RESERVED.match(line):
            follows = False
        elif follows and 0 < len(_WORD.findall(line)) <= 10 and not _MEANING.search(line):
            follows = not line.rstrip().endswith((".", ":", ";"))
        else:
            follows = False
            continue
        lines[at] = " " * len(line)
    return "\n".join(lines)


def _remember(word: str) -> int:
    """The hash of a word; -1 for one that says nothing."""
    said = _SAME.get(word, word)
    value = -1 if said in _NOTHING else hash_of(said)
    if len(_hashes) < 200_000:
        _hashes[word] = value
    return value


def hash_of(word: str) -> int:
    """16 bits, never `BLANK`."""
    if word == "\0":
        return BLANK
    value = crc32(word.encode("utf-8", "replace"))
    return ((value ^ value >> 16) & 0xFFFF) or 1


def shingles(hashes: array[int]) -> list[int]:
    """The checksum of every run of `SHINGLE` words, in order."""
    raw = memoryview(hashes.tobytes())
    width = SHINGLE * 2
    return [crc32(raw[at : at + width]) for at in range(0, len(raw) - width + 1, 2)]
