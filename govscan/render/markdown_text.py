"""Scanned text, made safe for Markdown as GitHub and GitLab render it: nothing that enters here can link, ping, load an
image, break a table, close a comment or reorder a line."""

from __future__ import annotations

from govscan.pattern import pattern
from govscan.render.escape import shortened

# Underscores inside of words, and colons that begin no address and no :emoji:, mean nothing and stay readable.
_SPECIAL = pattern(
    r"([\\`*{}\[\]()<>#!|~&$@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=[A-Za-z/+_-])|%(?=[\w\"])|(?<=[wW]{3})\.)"
)


def plain(text: str, limit: int = 300) -> str:
    """`text` on one line as it reads, at most `limit` characters of it. Every character that means something is a
    character reference, which no renderer reads as markup: `@name`, `#12`, addresses and HTML stay words."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[1])};", shortened(" ".join(text.split()), limit))


def code(text: str, limit: int = 160) -> str:
    """`text` in the font of code, for names and paths; safe in a table."""
    return f"<code>{plain(text, limit)}</code>" if text else ""


def cell(*parts: str) -> str:
    """Parts that are safe already, one below the other in a cell of a table."""
    return "<br>".join(part for part in parts if part) or " "
