"""The text of a file of records enters, the text with a record more, or some records less, leaves.

Text in, text out: what a person wrote keeps its comments, its order and its spelling. A file that cannot be changed
that way is refused, never rewritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from govscan.errors import GovscanError
from govscan.marked import Malformed, Node, parse_yaml

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./-]*[A-Za-z0-9./-]|\d{4}-\d\d-\d\d|[0-9a-f]*[a-f][0-9a-f]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def with_record(text: str, shown: str, version_key: str, key: str, record: Mapping[str, Any]) -> str:
    """The file with `record` at the end of the list `key`; a new file where `text` is empty.

    Raises:
        GovscanError: the list is not written as lines that begin with a dash.
    """
    if not text.strip():
        return f"{version_key}: 1\n{key}:\n{_item(record, '  ')}"
    node = _mapping(text, shown)
    listed = node.get(key)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if listed is None:
        return "".join((*lines, f"{key}:\n", _item(record, "  ")))
    at = next(name.line for name, _ in node.items if name.text == key)
    if not listed.entries:
        empty = re.fullmatch(rf"(\s*{re.escape(key)}\s*:)\s*(?:\[\s*\]|null|~)?\s*(#.*)?\n", lines[at - 1])
        if empty is None:
            raise _refused(shown, at, key)
        tail = f"  {empty[2]}" if empty[2] else ""
        return "".join((*lines[: at - 1], f"{empty[1]}{tail}\n", _item(record, "  "), *lines[at:]))
    first = lines[listed.entries[0].line - 1]
    dash = re.match(r"(\s*)-\s", first)
    if dash is None or listed.entries[0].line == at:
        raise _refused(shown, at, key)
    end = _end(lines, at, dash[1])
    return "".join((*lines[:end], _item(record, dash[1]), *lines[end:]))


def without_records(text: str, shown: str, key: str, ids: Collection[str]) -> str:
    """The file without the records of these ids, and without the comments inside of them.

    Raises:
        GovscanError: as `with_record`.
    """
    node = _mapping(text, shown)
    listed = node.get(key)
    lines = text.splitlines(keepends=True)
    if listed is None or not listed.entries:
        return text
    at = next(name.line for name, _ in node.items if name.text == key)
    dash = re.match(r"(\s*)-\s", lines[listed.entries[0].line - 1])
    if dash is None or listed.entries[0].line == at:
        raise _refused(shown, at, key)
    starts = [entry.line - 1 for entry in listed.entries] + [_end(lines, at, dash[1])]
    gone: set[int] = set()
    for entry, start, end in zip(listed.entries, starts, starts[1:], strict=False):
        id_ = entry.get("id")
        if id_ is not None and id_.text in ids:
            last = end
            while last > start + 1 and _aside(lines[last - 1], dash[1]):
                last -= 1  # a comment above the next record is the next one's
            gone.update(range(start, last))
    kept = [line for number, line in enumerate(lines) if number not in gone]
    if all(start in gone for start in starts[:-1]):
        key, _, comment = kept[at - 1].rstrip("\n").partition("#")
        kept[at - 1] = f"{key.rstrip()} []{'  #' + comment if comment else ''}\n"
    return "".join(kept)


def next_id(prefix: str, taken: Collection[str]) -> str:
    """`prefix` with the number after the highest one in use, of three digits."""
    numbers = [int(id_[len(prefix) :]) for id_ in taken if id_.startswith(prefix) and id_[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def _mapping(text: str, shown: str) -> Node:
    try:
        (node,) = parse_yaml(text)
    except (Malformed, ValueError) as error:
        raise GovscanError(f"{shown} cannot be read, so it is not changed: {error}") from error
    return node


def _refused(shown: str, line: int, key: str) -> GovscanError:
    return GovscanError(
        f"{shown}:{line}: `{key}` is not written as lines that begin with a dash; add the record by hand"
    )


def _end(lines: list[str], at: int, indent: str) -> int:
    """The number of lines up to the end of the list that stands under line `at`: what follows is another key, or
    blank lines and comments before one."""
    end = at
    while end < len(lines):
        line = lines[end]
        inside = line.startswith((f"{indent}-", f"{indent} ")) or not line.strip() or line.lstrip().startswith("#")
        if not inside:
            break
        end += 1
    while end > at and _aside(lines[end - 1], ""):
        end -= 1
    return end


def _aside(line: str, indent: str) -> bool:
    """A blank line, or a comment that is not indented deeper than the list."""
    return not line.strip() or (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= len(indent))


def _item(record: Mapping[str, Any], indent: str) -> str:
    lines = [f"{key}: {_flow(value)}" for key, value in record.items()]
    return "".join(f"{indent}{'- ' if not number else '  '}{line}\n" for number, line in enumerate(lines))


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else "".join(map(_shown, json.dumps(text, ensure_ascii=False)))


def _shown(char: str) -> str:
    """A character inside of double quotes; one that does not print as YAML's escape."""
    return char if char.isprintable() else f"\\U{ord(char):08x}"
