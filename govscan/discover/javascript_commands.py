"""A call that starts a program enters, the references of its command line leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govscan.discover.javascript_values import Values
from govscan.reference import Reference

if TYPE_CHECKING:
    from tree_sitter import Node


def started(given: list[Node], values: Values) -> Iterator[Reference]:
    """A command line: one text, or a program and the list of its arguments."""
    from govscan.discover import command_words, commands, words

    scope = command_words.Scope(values.module.path, "javascript")
    first = next(iter(values.texts(given[0])), None)
    if first is None or first.module is not values.module:
        return
    if len(given) > 1 and given[1].type == "array":
        texts = [first, *(text for part in given[1].named_children for text in values.texts(part)[:1])]
        line = [words.Word(text.text, text.place.line, text.place.column) for text in texts]
        yield from commands.read_words(line, scope)
    elif first.whole and " " in first.text:
        place = first.place
        yield from commands.read_text(words.Text(first.text, place.line, place.column + 1), scope)
