"""Parts of the results: what one task yields, as bytes, and the folder in which they wait for each other.

A part is written whole or not at all, so that a run that was killed goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
from msgspec import Struct, field

from govscan.errors import GovscanError
from govscan.finding import Finding, Verdict
from govscan.policy import Level

FOLDER: Final = ".parts"
STATE: Final = "run.json"
_ENDING: Final = ".part"


class Counts(Struct):
    """Figures that add up. `groups` is group -> value -> verdict -> models; `rules` is rule -> verdict -> findings."""

    rows: int = 0
    models: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    groups: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: int = 0  # findings that fail the run
    undecided: int = 0  # findings that leave it undecided

    def count(
        self,
        verdict: str,
        counts: Mapping[tuple[Verdict, Level], int],
        findings: Sequence[tuple[Finding, str]],
        groups: Mapping[str, str],
    ) -> None:
        """Count one model."""
        self.models += 1
        _more(self.verdicts, verdict)
        for (given, level), number in counts.items():
            _more(self.findings, given.value, number)
            if level is Level.ERROR:
                self.errors += number if given is Verdict.FAIL else 0
                self.undecided += number if given is Verdict.UNKNOWN else 0
        for group, value in groups.items():
            _more(self.groups.setdefault(group, {}).setdefault(value, {}), verdict)
        for finding, _ in findings:
            _more(self.rules.setdefault(finding.rule, {}), finding.verdict.value)

    def add(self, other: Counts) -> None:
        self.rows += other.rows
        self.models += other.models
        self.errors += other.errors
        self.undecided += other.undecided
        for mine, theirs in ((self.verdicts, other.verdicts), (self.findings, other.findings)):
            for key, number in theirs.items():
                _more(mine, key, number)
        for rule, verdicts in other.rules.items():
            for key, number in verdicts.items():
                _more(self.rules.setdefault(rule, {}), key, number)
        for group, values in other.groups.items():
            known = self.groups.setdefault(group, {})
            for value, verdicts in values.items():
                row = known.setdefault(value, {})
                for key, number in verdicts.items():
                    _more(row, key, number)


def _more(counts: dict[str, int], key: str, number: int = 1) -> None:
    counts[key] = counts.get(key, 0) + number


class Part(Struct):
    """What a task yields. `hashes` has 8 bytes for every text that was met, by its kind."""

    tables: Mapping[str, pa.RecordBatch]
    counts: Counts
    hashes: Mapping[str, bytes]


class _Packed(Struct):
    tables: dict[str, bytes]
    counts: Counts
    hashes: dict[str, bytes]


def packed(part: Part) -> bytes:
    """A part as bytes."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    tables = {}
    for name, batch in part.tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
            writer.write_batch(batch)
        tables[name] = sink.getvalue().to_pybytes()
    return msgspec.msgpack.encode(_Packed(tables, part.counts, dict(part.hashes)))


def unpacked(data: bytes) -> Part:
    """The part that these bytes are.

    Raises:
        msgspec.DecodeError, pa.ArrowInvalid: they are none.
    """
    found = msgspec.msgpack.decode(data, type=_Packed)
    tables = {name: pa.ipc.open_stream(table).read_next_batch() for name, table in found.tables.items()}
    return Part(tables, found.counts, found.hashes)


class Parts:
    """The folder of parts of one run. `claim` is all that decides what the parts hold."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER

    def open(self, claim: Mapping[str, Any], *, fresh: bool) -> dict[int, int]:
        """Begin, or go on: the numbers of the parts that are there and whole, and the rows of each.

        Raises:
            GovscanError: another run has not been finished here, or the folder cannot be written.
        """
        state = self.folder / STATE
        asked = msgspec.json.format(msgspec.json.encode(claim, order="deterministic"))
        try:
            if fresh and self.folder.is_dir():
                self.drop()
            self.folder.mkdir(parents=True, exist_ok=True)
            if state.is_file() and state.read_bytes() != asked:
                raise GovscanError(
                    f"{self.folder.parent}: an unfinished run of another source, policy, day or version lies here "
                    f"({self._changed(state, claim)}); finish it as it was begun, or start over with --fresh"
                )
            if not state.is_file():
                write(state, asked)
            for left in self.folder.glob("*.tmp"):
                left.unlink()
            found = ((number, self.get(number)) for number in self.numbers())
            return {number: part.counts.rows for number, part in found if part is not None}
        except OSError as error:
            raise GovscanError(f"{self.folder}: cannot be written: {error.strerror or error}") from error

    @staticmethod
    def _changed(state: Path, claim: Mapping[str, Any]) -> str:
        try:
            before = msgspec.json.decode(state.read_bytes())
        except msgspec.DecodeError:
            return "its state is damaged"
        now = msgspec.json.decode(msgspec.json.encode(claim))
        names = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
        return f"not the same: {', '.join(names)}"

    def put(self, number: int, data: bytes) -> None:
        """Keep a part.

        Raises:
            GovscanError: there is no room.
        """
        try:
            write(self.folder / f"{number:08}{_ENDING}", data)
        except OSError as error:
            raise GovscanError(
                f"{self.folder}: a part cannot be written: {error.strerror or error}; what is done is kept, and the "
                "same command goes on from there"
            ) from error

    def numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob(f"*{_ENDING}"))

    def get(self, number: int) -> Part | None:
        """A part; None, and gone, where it is damaged."""
        path = self.folder / f"{number:08}{_ENDING}"
        try:
            return unpacked(path.read_bytes())
        except (OSError, msgspec.DecodeError, pa.ArrowInvalid, StopIteration):
            path.unlink(missing_ok=True)
            return None

    def __iter__(self) -> Iterator[Part]:
        for number in self.numbers():
            part = self.get(number)
            if part is None:
                raise GovscanError(f"{self.folder}: part {number} is damaged; run the same command again")
            yield part

    def drop(self) -> None:
        """Remove the folder."""
        import shutil

        shutil.rmtree(self.folder)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, so that it survives the machine's going down.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
