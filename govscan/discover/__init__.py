"""Files enter, references leave: every model that code names, with the place and the provider.

Not a word about licenses or policies here, and no network. A new surface is a module with NEEDLE and `read` (see
`surface.Surface`) and one line in `kinds.SURFACES`.
"""

from __future__ import annotations

import errno
import gc
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from govscan import limits
from govscan.bounded import OutOfTime, TimeLimit, hit, watching
from govscan.discover.exposures import exposed
from govscan.discover.ignores import Ignores
from govscan.discover.kinds import surface_of
from govscan.discover.surface import Siblings, SourceFile, Surface
from govscan.discover.walk import Listing, list_files, list_given
from govscan.errors import Problem, ProblemKind
from govscan.recorder import Fell, reading
from govscan.reference import Reference
from govscan.regular import whole

MANY: Final = 400
"""From so many files on, more than one process reads them."""

BINARY_PROBE: Final = 8 * 1024

SELDOM: Final = (50_000, 50, 100)
"""When garbage is collected: trees are large and free themselves, and the usual pace would cost half of the time."""


class Discovery(Struct, frozen=True):
    """What the files say. `files_seen` counts files that were looked at by name, `read` are those whose bytes
    went through a surface's filter, as sorted paths from the root."""

    references: tuple[Reference, ...]  # dependencies and mentions, in the order of path and line
    problems: tuple[Problem, ...]
    files_seen: int
    suppressed: tuple[tuple[Reference, str], ...] = ()  # by a comment in the code, with the reason that it gives
    read: tuple[str, ...] = ()

    @property
    def files_read(self) -> int:
        return len(self.read)


class Part(Struct):
    """What one process has read. `reasons` are those of the comments that ignore a line, by path and line."""

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    reasons: dict[str, dict[int, str]] = field(default_factory=dict)


WEIGHTS: Final = "weights"
"""Reads the listing of all files instead of their bytes: `find(paths, root)`."""


def discover(root: Path, files: Sequence[str] | None = None, exclude: Sequence[str] = (), under: str = "") -> Discovery:
    """Read the tree under `root`, or only its folder `under`, or only `files` (POSIX paths relative to `root`).

    `exclude` are gitignore patterns on top of the tree's own .gitignore files. `.git`, `node_modules` and virtual
    environments are never entered, symbolic links never leave `root`.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        return _discover(root, files, exclude, under)
    finally:
        gc.set_threshold(*usual)


def _discover(root: Path, files: Sequence[str] | None, exclude: Sequence[str], under: str) -> Discovery:
    listing = list_files(root, exclude, under) if files is None else list_given(root, files, exclude)
    paths = [path for path in listing.paths if surface_of(path) is not None]
    part = read_files(root, paths) if len(paths) < MANY else _read_together(root, paths)
    found = [*part.references, *_weights(listing, root, part.problems)]
    ignores = Ignores(Siblings(root), part.reasons)
    kept, suppressed = ignores.part(sorted(_closest(found), key=_order))
    return Discovery(
        references=tuple(kept),
        problems=tuple(sorted({*listing.problems, *part.problems, *ignores.problems})),
        files_seen=len(listing.paths),
        suppressed=suppressed,
        read=tuple(sorted(part.read)),
    )


def read_files(root: Path, paths: Iterable[str]) -> Part:
    """What the files of surfaces say, one after the other; `paths` as in `discover`."""
    siblings = Siblings(root)
    ignores = Ignores(siblings, {})
    part = Part()
    folder = f"{root}/"
    for path in paths:
        outcome = _load(folder, path, siblings)
        if isinstance(outcome, Problem):
            part.problems.append(outcome)
            continue
        part.read.append(path)
        ignores.learn(path, outcome.data)
        module = surface_of(path) or ""
        found: list[Reference] = []
        with watching() as told:
            try:
                with reading(folder + path), TimeLimit(limits.FILE_SECONDS):
                    for reference in _first(_read(module, outcome, part.problems)):
                        found.append(reference)  # one by one: what was found stays when the time is over
                    found = _exposed(module, outcome, found, part.problems)
            except OutOfTime as error:
                told.append(str(error))
            except Fell as error:
                part.problems.append(Problem(path, 0, ProblemKind.CRASH, str(error)))
        part.references.extend(found)
        part.problems.extend(Problem(path, 0, ProblemKind.TOO_LARGE, sentence) for sentence in told)
    part.problems.extend(ignores.problems)
    part.reasons = ignores.reasons
    return part


def _first(found: Iterator[Reference]) -> Iterator[Reference]:
    """The references, as many of one file as a report bears."""
    yield from islice(found, limits.FILE_REFERENCES)
    if next(found, None) is not None:
        hit(f"more than {limits.FILE_REFERENCES:,} names, the rest is left out")


def _read_together(root: Path, paths: Sequence[str]) -> Part:
    from govscan.discover.crew import read_together  # only large trees pay for processes

    return read_together(root, paths)


def _closest(found: Iterable[Reference]) -> Iterable[Reference]:
    """Each reference once. Where another file uses a literal in a call, the literal's own name says no more; where
    another file of the tree sets the variable that a command is given, the command says no more."""
    unique = dict.fromkeys(found)
    called = {(each.location, each.name) for each in unique if each.used_at and each.used_at.path != each.location.path}
    kept = [each for each in unique if each.used_at or (each.location, each.name) not in called]
    if not any(_is_variable(each) for each in kept):
        return kept
    known = {f"${re.split(r'[.:]', each.via)[-1]}" for each in kept if each.name[:1] != "$"}
    return [each for each in kept if not _is_variable(each) or each.name not in known]


def _is_variable(reference: Reference) -> bool:
    """Whether a command is given a variable that its own file does not set."""
    return reference.name[:1] == "$" and not reference.via.startswith(("python:", "notebook:", "javascript:"))


def _order(reference: Reference) -> tuple[str, int, int, str, str, str]:
    place = reference.location
    return (place.path, place.line, place.column, reference.provider, reference.name, reference.via)


def _load(folder: str, path: str, siblings: Siblings) -> SourceFile | Problem:
    """The bytes of a file, or why they are not to be had."""
    most = limits.NOTEBOOK_BYTES if path.endswith(".ipynb") else limits.SOURCE_BYTES
    try:
        data = _bytes(folder, path, most)
    except OSError as error:
        return Problem(path, 0, ProblemKind.UNREADABLE, error.strerror or "cannot be read")
    if data is not None and len(data) > limits.SOURCE_BYTES:  # a notebook: what its cells have shown is left out
        data = import_module("govscan.discover.notebook_outputs").without_outputs(data)
        most = limits.SOURCE_BYTES
    if data is None or len(data) > most:
        return Problem(path, 0, ProblemKind.TOO_LARGE, f"larger than {most >> 20} MB, not read")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")  # UTF-16 with its mark is text full of NUL bytes
    if not wide and b"\0" in data[:BINARY_PROBE]:
        return Problem(path, 0, ProblemKind.MALFORMED, "binary data where text was expected")
    if wide:
        data = data.decode("utf-16", errors="replace").encode()  # so that every NEEDLE can be written in ASCII
    return SourceFile(path, data, siblings)


def _bytes(folder: str, path: str, most: int) -> bytes | None:
    """The file that was listed, which is no link unless it was one then; None for one that is too large.

    Raises:
        OSError: it cannot be read, is something else by now, or changes.
    """
    try:
        return whole(folder + path, most, links=False)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EMLINK):
            raise
    real, real_root = os.path.realpath(folder + path), os.path.realpath(folder)
    if not real.startswith(real_root.rstrip(os.sep) + os.sep):
        raise OSError(errno.EXDEV, "lies outside the scanned root")
    return whole(real, most, links=False)


def _read(module: str, file: SourceFile, problems: list[Problem]) -> Iterator[Reference]:
    """The references of one file; what its surface raises becomes a problem of this file alone, and what it had
    found before that is kept."""
    try:
        surface: Surface = import_module(f"govscan.discover.{module}")
        if surface.NEEDLE.search(file.data):
            yield from surface.read(file)
    except SyntaxError as error:
        problems.append(Problem(file.path, error.lineno or 0, ProblemKind.MALFORMED, error.msg))
    # Input is hostile and surfaces are many: a defect in one must cost one file, not the scan. This is the only
    # place that knows both the file and that the others are still to come. MemoryError and RecursionError included.
    except Exception as error:  # noqa: BLE001
        problems.append(_trouble(module, file, error))


def _exposed(module: str, file: SourceFile, found: list[Reference], problems: list[Problem]) -> list[Reference]:
    """The references, those marked beside which a key is written or certificates are not verified."""
    try:
        return exposed(file, module, found)
    except Exception as error:  # noqa: BLE001 - as in _read: the references must survive
        problems.append(_trouble(module, file, error))
        return found


def _trouble(module: str, file: SourceFile, error: Exception) -> Problem:
    from govscan.marked import Malformed  # most files raise nothing, and then its parsers need not be loaded

    if isinstance(error, Malformed):
        return Problem(file.path, error.line, ProblemKind.MALFORMED, error.message)
    return Problem(file.path, 0, ProblemKind.CRASH, f"{module}: {type(error).__name__}: {error}"[:300])


def _weights(listing: Listing, root: Path, problems: list[Problem]) -> Iterator[Reference]:
    try:
        weights = import_module(f"govscan.discover.{WEIGHTS}")
        yield from weights.find(listing.paths, root)
    except Exception as error:  # noqa: BLE001 - as in _read: the references of the text surfaces must survive
        problems.append(Problem(".", 0, ProblemKind.CRASH, f"{WEIGHTS}: {type(error).__name__}: {error}"[:300]))
