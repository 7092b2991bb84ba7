"""Reading a file that a person of the organization wrote: every mistake becomes a Diagnostic with its place.

Shared by the loaders of policies, reviews and waivers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from govscan import limits
from govscan.errors import Diagnostic, InvalidInput
from govscan.marked import Malformed, Node, parse_yaml
from govscan.policy import Place
from govscan.regular import opened


def read_mapping(path: Path, shown: str) -> tuple[Node, bytes]:
    """The one mapping that the YAML file holds, and its bytes.

    Raises:
        InvalidInput: unreadable, over the bound, not UTF-8, not YAML, empty, several documents, not a mapping.
    """
    try:
        with opened(path) as file:
            data = file.read(limits.RECORD_BYTES + 1)
    except OSError as error:
        raise refusal(shown, f"cannot be read: {error.strerror or error}") from error
    if len(data) > limits.RECORD_BYTES:
        raise refusal(shown, f"the file is larger than {limits.RECORD_BYTES} bytes")
    try:
        documents = parse_yaml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(shown, "the file is not UTF-8 text", line) from error
    except Malformed as error:
        raise refusal(shown, f"not valid YAML: {error.message}", error.line, error.column) from error
    if not documents:
        raise refusal(shown, "the file is empty")
    if len(documents) > 1:
        second = documents[1]
        raise refusal(shown, "the file holds several documents", second.line, second.column, "remove the `---` lines")
    (node,) = documents
    if node.kind != "map":
        raise refusal(shown, "the file is not a mapping of keys to values", node.line, node.column)
    return node, data


def refusal(shown: str, message: str, line: int = 1, column: int = 1, hint: str = "") -> InvalidInput:
    """The one mistake that ends the reading."""
    return InvalidInput((Diagnostic(shown, line, column, message, hint),))


def suggestion(word: str, known: Iterable[str]) -> str:
    """ "did you mean 'x'?", or what there is to choose from where nothing is near and the choice is small."""
    import difflib

    names = {name.lower(): str(name) for name in known}
    near = difflib.get_close_matches(word.lower(), names, 1, 0.6)
    if near:
        return f"did you mean {names[near[0]]!r}?"
    return f"there are: {', '.join(sorted(names.values()))}" if len(names) <= 20 else ""


class Reader:
    """Takes nodes of one file apart and collects the mistakes in `found`. What is wrong reads as None or empty;
    the caller raises in the end."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.found: list[Diagnostic] = []

    def complain(self, node: Node, message: str, hint: str = "") -> None:
        self.found.append(Diagnostic(self.shown, node.line, node.column, message, hint))

    def finish(self) -> None:
        """Raises:
        InvalidInput: anything was wrong.
        """
        if self.found:
            raise InvalidInput(tuple(sorted(self.found, key=lambda one: (one.path, one.line, one.column))))

    def place(self, node: Node) -> Place:
        return Place(self.shown, node.line, node.column)

    def mapping(self, node: Node, what: str, known: Sequence[str] | None = None) -> dict[str, Node]:
        """Keys and values of a map; `known` are the keys it may have, None for any."""
        if node.kind != "map":
            self.complain(node, f"{what} must be a mapping of keys to values")
            return {}
        entries: dict[str, Node] = {}
        for key, value in node.items:
            name = key.text if key.kind == "scalar" else None
            if name is None:
                written = key.raw if key.kind == "scalar" else "a list or mapping"
                self.complain(key, f"a key of {what} must be text, not {written}", "put it in quotes")
            elif known is not None and name not in known:
                self.complain(key, f"unknown key {name!r} in {what}", suggestion(name, known))
            elif name in entries:
                self.complain(key, f"the key {name!r} is there twice in {what}")
            else:
                entries[name] = value
        return entries

    def entries(self, node: Node, what: str, example: str = "") -> tuple[Node, ...]:
        """Entries of a list."""
        if node.kind != "list":
            self.complain(node, f"{what} must be a list", f"write {example}" if example else "")
        return node.entries

    def text(self, node: Node, what: str) -> str | None:
        """A text that is not blank."""
        if node.text is not None and node.text.strip():
            return node.text
        if node.kind == "scalar" and node.scalar is not None and node.text is None:
            self.complain(node, f"{what} must be text, not {node.raw}", "put it in quotes")
        else:
            self.complain(node, f"{what} must be text" + (" and is empty" if node.kind == "scalar" else ""))
        return None

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """A list of texts."""
        example = f"[{node.raw}]" if node.kind == "scalar" and node.raw else ""
        read = [self.text(entry, f"an entry of {what}") for entry in self.entries(node, what, example)]
        return tuple(text for text in read if text is not None)

    def choice(self, node: Node, what: str, choices: Sequence[str]) -> str | None:
        """One of some words."""
        text = self.text(node, what)
        if text is None or text in choices:
            return text
        self.complain(node, f"{what} cannot be {text!r}", suggestion(text, choices))
        return None

    def number(self, node: Node, what: str) -> int | float | None:
        """A number of at least 0."""
        value = node.scalar
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.complain(node, f"{what} must be a number", "without unit, commas or quotes")
            return None
        if value < 0:
            self.complain(node, f"{what} must not be negative")
            return None
        return value

    def flag(self, node: Node, what: str) -> bool | None:
        if isinstance(node.scalar, bool):
            return node.scalar
        self.complain(node, f"{what} must be true or false")
        return None

    def date(self, node: Node, what: str) -> dt.date | None:
        """A day, as YYYY-MM-DD, in quotes or not."""
        if isinstance(node.scalar, dt.date):
            return node.scalar
        text = node.text or ""
        try:
            if len(text) == 10:
                return dt.date.fromisoformat(text)
        except ValueError:
            pass  # the same complaint as for any other text
        self.complain(node, f"{what} is not a date: {node.raw or 'nothing'}", "write YYYY-MM-DD")
        return None

    def required(self, entries: dict[str, Node], node: Node, what: str, *names: str) -> None:
        """Complain about keys that are not there."""
        for name in names:
            if name not in entries:
                self.complain(node, f"{what} has no {name!r}")

    def region(self, node: Node, what: str) -> str | None:
        """A place that `govscan.regions` understands."""
        from govscan.regions import countries, known_names

        text = self.text(node, what)
        if text is None or countries(text) is not None:
            return text
        clouds = [name for name in known_names() if name.endswith(f":{text.lower()}")]
        if clouds:
            self.complain(node, f"the region {text!r} in {what} differs by cloud", f"write {' or '.join(clouds)}")
        else:
            self.complain(node, f"unknown region {text!r} in {what}", suggestion(text, known_names()))
        return None

    def regions(self, node: Node, what: str) -> tuple[str, ...]:
        """A list of places."""
        example = f"[{node.raw}]" if node.kind == "scalar" and node.raw else ""
        read = [self.region(entry, what) for entry in self.entries(node, what, example)]
        return tuple(text for text in read if text is not None)
