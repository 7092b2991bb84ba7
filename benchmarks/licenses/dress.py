"""Other dress of the same words: a text enters, the bytes of a file leave."""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Callable

Dress = Callable[[str, random.Random], bytes]


def wrapped(text: str, dice: random.Random) -> bytes:
    width = dice.choice((40, 60, 100, 10_000))
    parts = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(textwrap.fill(" ".join(part.split()), width, break_long_words=False) for part in parts).encode()


def bulleted(text: str, dice: random.Random) -> bytes:
    """List markers changed for bullets, and bullets for others."""
    mark = dice.choice(("-", "*", "•"))
    return re.sub(r"(?m)^([ \t]*)(?:[-*•]|\([a-z]\)|[a-z]\)|\d{1,2}\.)(?=[ \t])", rf"\1{mark}", text).encode()


def markdown(text: str, dice: random.Random) -> bytes:
    lines = text.split("\n")
    first = next(at for at, line in enumerate(lines) if line.strip())
    lines[first] = f"# {lines[first].strip()}"
    lines = [f"**{line.strip()}**" if line.isupper() and len(line) < 60 else line for line in lines]
    return "\n".join(f"> {line}" if dice.random() < 0.02 and line.strip() else line for line in lines).encode()


def hypertext(text: str, dice: random.Random) -> bytes:
    parts = [html.escape(part) for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    body = "\n".join(f"<p>{part}</p>" for part in parts)
    head = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>'
    return f'{head}\n<body class="page">{body}</body></html>\n'.encode()


def quoted(text: str, dice: random.Random) -> bytes:
    text = re.sub(r'"([^"\n]*)"', "“\\1”", text)
    return text.replace("'", "’").replace(" - ", " – ").encode()


def held(text: str, dice: random.Random) -> bytes:
    """Another holder and year in each copyright line that has a year."""
    holder = dice.choice(("Example Holdings, Inc.", "Jane Roe and contributors", "The Example Authors"))
    return re.sub(
        r"(?mi)^([ \t]*copyright (?:\(c\) )?)\d{4}(?:-\d{4})? .*$", rf"\g<1>2019-2024 {holder}", text
    ).encode()


def commented(text: str, dice: random.Random) -> bytes:
    mark = dice.choice(("# ", "// ", " * "))
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n")).encode()


def encoded(text: str, dice: random.Random) -> bytes:
    if dice.random() < 0.5:
        return text.encode("utf-16")
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


DRESSES: dict[str, Dress] = {
    "wrapping": wrapped,
    "bullets": bulleted,
    "Markdown": markdown,
    "HTML": hypertext,
    "quotes": quoted,
    "copyright holders": held,
    "comment": commented,
    "encodings": encoded,
}
