"""A call of `subprocess` or `os` enters, the references of the command line that it starts are kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from govscan import limits
from govscan.bounded import hit
from govscan.discover.python_arguments import Arguments, may_be, origin_of
from govscan.discover.python_module import Site, last_word
from govscan.reference import Location, Reference

if TYPE_CHECKING:
    from govscan.discover.python_finder import Finder
    from govscan.discover.words import Word

STARTERS: Final = frozenset(
    {"subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
     "subprocess.getoutput", "subprocess.getstatusoutput", "os.system", "os.popen",
     "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"}
)  # fmt: skip
_LAST_WORDS: Final = frozenset(name.rpartition(".")[2] for name in STARTERS)
_NOT_KNOWN: Final = "value"  # what a word is called that is made at run time and has no name


def start(site: Site, finder: Finder) -> bool:
    """Keep what a command names that a call starts; False where the call is no such, or names nothing."""
    found = list(_started(site, finder))
    for reference in found:
        finder.keep(_at_literal(reference, finder, site.node))
    return bool(found)


def _at_literal(reference: Reference, finder: Finder, call: ast.Call) -> Reference:
    """The reference at the line of a long command, or at the literal that a command takes from a variable, which has
    its name."""
    place = reference.location
    if not reference.name or reference.name in finder.lines[place.line - 1]:
        return reference
    for number in range(place.line + 1, (call.end_lineno or place.line) + 1):
        column = finder.lines[number - 1].find(reference.name)
        if column >= 0:
            return replace(reference, location=Location(place.path, number, column + 1))
    for quote in ("'", '"'):
        at = finder.text.find(f"{quote}{reference.name}{quote}")
        if at >= 0:
            start = finder.text.rfind("\n", 0, at) + 1
            here = Location(place.path, finder.text.count("\n", 0, at) + 1, at - start + 1)
            return replace(reference, location=here, used_at=place)
    return reference


def _started(site: Site, finder: Finder) -> Iterator[Reference]:
    """The references of a command, given as a list of words or as one text."""
    given = site.node.args or [word.value for word in site.node.keywords if word.arg == "args"]
    if not given or not may_be(_LAST_WORDS, site, finder.module):
        return
    if origin_of(site.node.func, finder.module) not in STARTERS:
        return
    from govscan.discover.command_words import Scope
    from govscan.discover.commands import read_text, read_words
    from govscan.discover.words import Text

    scope = Scope(finder.module.path, "python")
    first = given[0]
    words = given if isinstance(first, ast.Constant) and len(given) > 1 else ()
    if isinstance(first, ast.Name | ast.Attribute):
        behind = (node for node, _ in finder.values.containers_of(first, site.scope))
        first = next((node for node in behind if isinstance(node, ast.List | ast.Tuple)), first)
    if isinstance(first, ast.List | ast.Tuple):
        words = first.elts
    if words:
        if len(words) > limits.STARTED_WORDS:
            hit(f"a command of more than {limits.STARTED_WORDS} words, the rest is not read")
        yield from read_words([_word(node, site, finder) for node in words[: limits.STARTED_WORDS]], scope)
        return
    for text in Arguments(site, finder.values).texts(first):
        place = finder.place(text.node)
        if place.path == scope.path:  # a word with a part that is made at run time names nothing
            yield from read_text(Text(text.text, place.line, place.column + 1), scope)


def _word(node: ast.expr, site: Site, finder: Finder) -> Word:
    from govscan.discover.words import Word

    text = next((text for text in finder.values.texts(node, site.scope) if text.whole), None)
    place = finder.place(text.node if text else node)
    if text is None or place.path != finder.module.path:
        return Word(f"{{{last_word(node) or _NOT_KNOWN}}}", place.line, place.column)
    return Word(text.text, place.line, place.column)
