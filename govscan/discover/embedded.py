"""A file that is written down inside another one (a ConfigMap's app.yaml, a Modelfile in a here-document, a cell
under %%writefile) enters with the name that it has there; its references leave, with lines of the outer file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from textwrap import dedent
from typing import Final

from msgspec.structs import replace

from govscan import limits
from govscan.bounded import hit
from govscan.discover.kinds import surface_of
from govscan.discover.surface import SourceFile, Surface
from govscan.discover.words import Text
from govscan.pattern import pattern
from govscan.reference import Location, Reference

MAX_FOLDED: Final = 400  # lines of one quoted text
_FILE_NAME: Final = pattern(r"[\w./@-]{1,200}\Z")
_PROJECTS: Final = frozenset({"node.js", "next.js", "nuxt.js", "vue.js", "express.js", "three.js", "transformers.js"})
_MODEL_KEY: Final = pattern(
    r"^[ \t]*(?:-[ \t]+)?[\"']?[\w.-]{0,80}(?:model|llm)[\w.-]{0,80}[\"']?[ \t]*:[ \t]+\S", re.M | re.I
)


def is_file_name(name: str) -> bool:
    """Whether a key or a word is the name of a file that a surface reads."""
    return bool(_FILE_NAME.match(name)) and name.lower() not in _PROJECTS and surface_of(name) is not None


def looks_like_yaml(text: str) -> bool:
    """Whether a text of several lines has a key that may name a model."""
    return "\n" in text and bool(_MODEL_KEY.search(text))


def read_text(name: str, source: Text, path: str, surface: str, depth: int) -> Iterator[Reference]:
    """The references of a file called `name` whose text stands at the place of `source` in the file at `path`."""
    plain = dedent(source.text)
    indent = source.text.find(plain[:1]) if plain[:1] else 0
    indent = indent - (source.text.rfind("\n", 0, indent) + 1) if plain != source.text else 0

    def moved(place: Location) -> Location:
        if source.flat:
            return Location(path, source.line, source.column)
        shift = indent + (source.column - 1 if place.line == 1 else 0)
        return Location(path, place.line + source.line - 1, place.column + shift)

    yield from read(name, plain, surface, depth, moved)


def at_name(reference: Reference, lines: Sequence[str]) -> Reference:
    """The same reference on the line on which its name stands, where a text that begins on its line goes on below
    (a quoted text of YAML, folded)."""
    place = reference.location
    for number in range(place.line, min(place.line + MAX_FOLDED, len(lines) + 1)):
        column = lines[number - 1].find(reference.name)
        if reference.name and column >= 0:
            moved = Location(place.path, number, column + 1)
            return reference if number == place.line else replace(reference, location=moved)
    return reference


def read(name: str, text: str, surface: str, depth: int, moved: Callable[[Location], Location]) -> Iterator[Reference]:
    """As `read_text`; `moved` turns places of `text` into places of the outer file. A text that is not what its name
    says names what could be read of it: it is the outer file's content, not a file that somebody committed."""
    from govscan.marked import Malformed

    module = surface_of(name)
    if module is None:
        return
    if depth >= limits.NESTED_FILES:
        hit(f"more than {limits.NESTED_FILES} files inside of each other, deeper ones are not read")
        return
    reader: Surface = import_module(f"govscan.discover.{module}")
    file = SourceFile(name, text.encode("utf-8", "replace"), depth=depth + 1)
    if not reader.NEEDLE.search(file.data):
        return
    found: list[Reference] = []
    with suppress(SyntaxError, Malformed):
        found.extend(reader.read(file))
    for reference in found:
        used_at = moved(reference.used_at) if reference.used_at else None
        place = moved(reference.location)
        yield replace(
            reference,
            location=place,
            used_at=used_at if used_at and used_at.line != place.line else None,
            via=f"{surface}:{name.rpartition('/')[2]} {reference.via.partition(':')[2]}",
        )
