"""Text that was scanned, made safe to show: nothing that enters here can steer a terminal or reorder a line."""

from __future__ import annotations

from govscan.pattern import pattern

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_USERINFO = pattern(r"://[^/?#\s@]+@")


def visible(text: str) -> str:
    """`text` with every character that does not show replaced by a visible escape (`\\x1b`, `\\u202e`).

    That covers control characters, bidirectional overrides, zero-width characters and lone surrogates; spaces of
    other widths become a plain space. Credentials in an address are dropped.
    """
    text = without_credentials(text)
    return text if text.isprintable() else "".join(map(_shown, text))


def flowed(text: str) -> str:
    """Prose of the organization (a fix, a reason) on one line: its line breaks come from YAML and mean nothing."""
    return visible(" ".join(text.split()))


def without_credentials(text: str) -> str:
    """`text` with `user:password@` taken out of every address: reports travel further than the code does."""
    return _USERINFO.sub("://", text) if "@" in text and "://" in text else text


def shortened(text: str, limit: int) -> str:
    """`visible(text)`, at most `limit` characters long, cut in the middle where both ends tell something."""
    shown = visible(text[: limit * 4 + 4])  # bounded first: a name may be megabytes long
    if len(shown) <= limit and len(text) <= limit * 4 + 4:
        return shown
    half = (limit - 3) // 2
    return f"{shown[: limit - 3 - half]}...{visible(text[-half:])[-half:]}"


def spreadsheet_cell(value: object) -> str:
    """A cell that a spreadsheet shows and does not compute (https://owasp.org/www-community/attacks/CSV_Injection)."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    text = visible(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code < 0xA0:
        return f"\\x{code:02x}"
    if character.isspace() and character not in "\u2028\u2029":
        return " "
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
