"""The bytes of a shell script, Dockerfile or configuration and the commit for each reference in it enter; the edited
bytes leave, with what was left alone and why.

A revision that is written down is replaced; where there is none, `--revision <commit>` goes behind the name, for
programs that take it. Every edit is proved by reading the result again: it must name the same models at the same
revisions, but for this one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final

from govscan.discover.kinds import surface_of
from govscan.discover.pins import Kept, Refused
from govscan.discover.surface import SourceFile, Surface
from govscan.pattern import pattern
from govscan.reference import Reference

_PROGRAMS: Final = pattern(
    r"vllm|text-generation-launcher|text-embeddings-router|sglang|huggingface-cli|hf download|lmdeploy"
    r"|vllm/vllm-openai|text-generation-inference|text-embeddings-inference|lmsysorg/sglang"
)
"""Programs and images whose flag `--revision` is documented."""

_NEAR: Final = 12  # lines around a name in which its revision can stand
_Shape = tuple[object, ...]


def pin_text(data: bytes, path: str, wanted: Sequence[tuple[Reference, str]]) -> tuple[bytes, tuple[Kept, ...]]:
    """`data`, which is the file at `path`, with the commit beside every reference that can be edited safely."""
    kept: list[Kept] = []
    for reference, commit in sorted(wanted, key=lambda pair: pair[0].location, reverse=True):  # last first
        try:
            data = _pinned(data, path, reference, commit)
        except Refused as refusal:
            kept.append(Kept(reference, str(refusal)))
    return data, tuple(reversed(kept))


def _pinned(data: bytes, path: str, reference: Reference, commit: str) -> bytes:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Refused("the file is not plain UTF-8") from error
    row, column = reference.location.line - 1, reference.location.column - 1
    if row < len(lines) and lines[row][column : column + 1] in ("'", '"'):
        column += 1
    if not (row < len(lines) and lines[row].startswith(reference.name, column)):
        raise Refused("the name is not written there as it is used")
    before = _shapes(data, path)
    pinned = _shape(reference, commit)
    if before is None or not before[_shape(reference, reference.revision)]:
        raise Refused("the file is read in another way where it stands alone")
    expected = before - Counter([_shape(reference, reference.revision)]) + Counter([pinned])
    edits = (
        _replaced(lines, row, reference.revision, commit)
        if reference.revision
        else _added(lines, row, column + len(reference.name), commit)
    )
    proved = []
    for edit in edits:
        edited = "\n".join(edit).encode()
        if _shapes(edited, path) == expected:
            proved.append(edited)
    if len(proved) != 1:
        raise Refused("no edit is certain to pin this model and to change nothing else")
    return proved[0]


def _replaced(lines: list[str], row: int, revision: str, commit: str) -> Iterator[list[str]]:
    """Every way to write the commit for the revision that stands near a name."""
    for at in range(max(0, row - _NEAR), min(len(lines), row + _NEAR + 1)):
        start = lines[at].find(revision)
        while start >= 0:
            end = start + len(revision)
            around = lines[at][start - 1 : start] + lines[at][end : end + 1]
            if not any(char.isalnum() or char in "-_./" for char in around):
                yield [*lines[:at], lines[at][:start] + commit + lines[at][end:], *lines[at + 1 :]]
            start = lines[at].find(revision, end)


def _added(lines: list[str], row: int, end: int, commit: str) -> Iterator[list[str]]:
    """The flag behind a name: in a command line, in a list in brackets, in a list with one entry a line."""
    line = lines[row]
    if not _PROGRAMS.search("\n".join(lines[max(0, row - _NEAR) : row + 1])):
        raise Refused("not a program that is known to take a revision")
    if any("revision" in each for each in _statement(lines, row)):
        raise Refused("a revision stands there that cannot be read")
    quote = line[end : end + 1] if line[end : end + 1] in ("'", '"') else ""
    after = end + len(quote)
    if quote and line[after:].lstrip()[:1] in (",", "]"):
        flag = f", {quote}--revision{quote}, {quote}{commit}{quote}"
        yield [*lines[:row], line[:after] + flag + line[after:], *lines[row + 1 :]]
    elif line.lstrip().startswith("- ") and not line[after:].strip():
        indent = line[: len(line) - len(line.lstrip())]
        yield [*lines[: row + 1], f"{indent}- --revision", f'{indent}- "{commit}"', *lines[row + 1 :]]
    else:
        yield [*lines[:row], line[:after] + f" --revision {commit}" + line[after:], *lines[row + 1 :]]


def _statement(lines: list[str], row: int) -> list[str]:
    """The line of a name with those that continue it: after a backslash, or as entries of the same list."""
    first = last = row
    while first > 0 and (lines[first - 1].rstrip().endswith("\\") or _is_entry(lines, first - 1, row)):
        first -= 1
    while last + 1 < len(lines) and (lines[last].rstrip().endswith("\\") or _is_entry(lines, last + 1, row)):
        last += 1
    return lines[first : last + 1]


def _is_entry(lines: list[str], at: int, row: int) -> bool:
    return lines[at].lstrip().startswith("- ") and lines[row].lstrip().startswith("- ")


def _shapes(data: bytes, path: str) -> Counter[_Shape] | None:
    """What a file names, without the places; None where it cannot be read."""
    module = surface_of(path)
    if module is None:
        return None
    surface: Surface = import_module(f"govscan.discover.{module}")
    try:
        return Counter(_shape(found, found.revision) for found in surface.read(SourceFile(path, data)))
    except Exception:  # noqa: BLE001 - any parser's complaint means that this edit is none
        return None


def _shape(reference: Reference, revision: str | None) -> _Shape:
    return (
        *(reference.provider, reference.name, revision, reference.via, reference.certainty, reference.endpoint),
        *(reference.region, reference.trust_remote_code, reference.hints),
    )
