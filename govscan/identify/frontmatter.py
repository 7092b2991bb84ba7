"""The YAML block at the head of a model card, with the line of every value in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit, watching
from govscan.evidence import Document
from govscan.marked import Malformed, Node, parse_yaml
from govscan.pattern import pattern

REMEMBERED = 4_000  # characters of front matter that is kept in case it comes again

CARD_NAMES = ("readme.md", "model_card.md", "modelcard.md", "model-card.md", "readme.markdown", "readme")

_KEY = pattern(r"[A-Za-z_][\w.-]*[ \t]*:")
_BODY = pattern(r"[ \t]*$|#{1,6} ")  # where a block that is never closed ends all the same


class FrontMatter(Struct, frozen=True):
    """`values` are the top-level pairs in the order of the file, their nodes carrying lines of the file itself.
    `trouble` says why the block is not YAML; the pairs that can be read one by one are then in `values`."""

    present: bool
    values: tuple[tuple[str, Node], ...] = ()
    line: int = 0  # of the opening ---
    body_line: int = 1  # first line behind the block
    trouble: str = ""
    trouble_line: int = 0
    bounds: tuple[str, ...] = ()  # that were hit while it was read

    def get(self, key: str) -> Node | None:
        """The value of a top-level key, ignoring case; the last one where it is there twice."""
        return next((node for name, node in reversed(self.values) if name.lower() == key), None)


def find_card(documents: tuple[Document, ...]) -> Document | None:
    """The card among the documents: README.md before the other usual names."""
    by_name = {document.name.lower(): document for document in reversed(documents)}
    return next((by_name[name] for name in CARD_NAMES if name in by_name), None)


def read_front_matter(text: str) -> FrontMatter:
    """Read the block between the first two `---` lines. A byte-order mark, CRLF, blank lines before the block and
    `...` as its end are tolerated. Never raises."""
    lines = split_lines(text)
    first = next((at for at, line in enumerate(lines[:50]) if line.strip("\ufeff \t")), None)
    if first is None or lines[first].lstrip("\ufeff").rstrip() != "---":
        return FrontMatter(present=False)
    window = range(first + 1, min(len(lines), first + 1 + limits.FRONT_MATTER_LINES))
    last = next((at for at in window if lines[at].rstrip() in ("---", "...")), None)
    if last is None:
        # A rule drawn with dashes opens many plain texts; only a block that starts with a key was meant as one.
        start = next((at for at in window if lines[at].strip()), None)
        if start is None or not _KEY.match(lines[start]):
            return FrontMatter(present=False)
        # What follows up to a blank line or a heading was meant as the block: a person would read it, too, and the
        # prose behind it begins only there.
        stop = next((at for at in range(start, len(lines)) if _BODY.match(lines[at])), len(lines))
        rescued = tuple(_rescue(lines[start:stop], start, limits.FRONT_MATTER_RESCUED))
        return FrontMatter(
            True, rescued, first + 1, stop + 1, "the front matter that opens here is never closed", first + 1
        )
    block = lines[first + 1 : last]
    matter = "\n".join(block)
    read = _matter if len(matter) <= REMEMBERED else _matter.__wrapped__
    found = read(matter, first, limits.FRONT_MATTER_RESCUED)
    for sentence in found.bounds:
        hit(sentence)
    return found


@lru_cache(maxsize=2_048)
def _matter(matter: str, first: int, most: int) -> FrontMatter:
    """The front matter between the lines of dashes, of which the first is that many lines down. Tools write the same
    one again and again."""
    block = matter.split("\n")
    end = first + len(block) + 3
    try:
        values = tuple(_pairs(block, first + 1))
    except Malformed as error:
        with watching() as told:
            values = tuple(_rescue(block, first + 1, most))
        return FrontMatter(True, values, first + 1, end, error.message, error.line, tuple(told))
    return FrontMatter(True, values, first + 1, end)


def split_lines(text: str) -> list[str]:
    """Lines as an editor counts them: CRLF, CR and LF end one, no other character does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _pairs(block: list[str], offset: int) -> Iterator[tuple[str, Node]]:
    """The top-level pairs of a block of which `offset` lines of the file go before.

    Raises:
        Malformed: with the line of the file.
    """
    # Blank lines in front give every value its line in the file.
    try:
        roots = parse_yaml("\n" * offset + "\n".join(block))
    except Malformed as error:
        raise Malformed(error.message, min(max(error.line, offset + 1), offset + len(block))) from error
    if not roots:
        return
    if len(roots) > 1 or roots[0].kind != "map":
        raise Malformed("the front matter is not one map of keys and values", roots[0].line)
    for node in roots[0].walk():
        for key, _ in node.items:
            if key.kind != "scalar":
                raise Malformed("a key is a map or a list, as where the braces of a template were left", key.line)
    for key, value in roots[0].items:
        yield str(key.scalar), value


def _rescue(block: list[str], offset: int, most: int) -> Iterator[tuple[str, Node]]:
    """What can be read of a malformed block when each top-level key is parsed alone."""
    starts = [at for at, line in enumerate(block) if _KEY.match(line)]
    if len(starts) > most:
        hit(f"its front matter is no YAML, and only the first {most} keys were read one by one")
    for start, stop in pairwise([*starts[:most], len(block)]):
        try:
            yield from _pairs(block[start:stop], offset + start)
        except Malformed:
            continue


def texts(node: Node | None) -> list[Node]:
    """The scalar of a node, or the scalars of a list; nothing for a map or an empty value."""
    if node is None:
        return []
    nodes = node.entries if node.kind == "list" else (node,)
    return [entry for entry in nodes if entry.kind == "scalar" and entry.value is not None and entry.raw.strip()]
