"""The weight files of one model of a Hub: names and sizes enter, headers and what the files hold leave.

By range requests. Looked into are the files whose loaders run code, and the one whose header says most of the model;
what else there is cannot run anything, and is named in no fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec.structs import replace

from govscan import limits
from govscan.evidence import Examined, Header
from govscan.recorder import Fell, reading
from govscan.resolve.documents import RUNS_CODE, examinable
from govscan.resolve.headers import header_of, telling
from govscan.resolve.hub_place import Place
from govscan.resolve.hub_record import ModelInfo
from govscan.resolve.ranges import Allowance, RangeWindow, RemoteFile, pace_of
from govscan.resolve.store import CachedWeights
from govscan.weights.window import Unread

MAX_GRAPH_BYTES = 16_000_000
"""A graph (ONNX, TensorFlow) beyond this has its numbers in it, and would be asked for in pieces without end."""

_READ_WHOLE = (".onnx", ".pb")
_PACKED = frozenset({".npy", ".dat", ".data", ".p", ".sav", ".mar", ".ptl", ".dill", ".zip", ".tar", ".7z"})


class WeightFiles:
    """`headers`, `examined` and `notes` are what was found; `whole` is False where asking again could give more."""

    def __init__(self, place: Place, info: ModelInfo) -> None:
        self.place, self.info = place, info
        self.allowance = Allowance()
        self.headers: list[Header] = []
        self.examined: list[Examined] = []
        self.notes: list[str] = []
        self.whole = True

    def look(self) -> None:
        """Read what is worth it, within the bounds."""
        first = telling(self.info.files)
        names = list(worth_it(self.info.files, self.info.sizes))
        if len(names) > limits.RANGE_FILES:
            self.notes.append(f"only the first {limits.RANGE_FILES} of {len(names):,} weight files were looked into")
        for name in names[: limits.RANGE_FILES]:
            found = self._kept(name, name == first) or self._read(name, name == first)
            self.examined.append(found.examined)
            self.headers += [found.header] if found.header is not None and name == first else []

    def _kept(self, name: str, with_header: bool) -> CachedWeights | None:
        """What was found in a file of the same content before."""
        key, memory = self._content(name), self.place.memory
        found = memory.weights(*key) if key is not None and memory is not None else None
        if found is None or (with_header and found.header is None):
            return None
        header = replace(found.header, name=name) if found.header is not None else None
        return CachedWeights(_renamed(found.examined, name), header)

    def _read(self, name: str, with_header: bool) -> CachedWeights:
        from govscan.weights import examine

        url = f"{self.place.endpoint}/{quote(self.info.id)}/resolve/{self.info.sha}/{quote(name)}"
        file = RemoteFile(url, self.info.sha, self.info.sizes.get(name))
        window = RangeWindow(self.place.transport, file, self.allowance, pace_of(name))
        try:
            window.open()
            said = header_of(name, window.read(0, limits.HUB_HEADER_BYTES)) if with_header else None
        except Unread:
            self.whole = self.whole and not window.passing
            if with_header:
                self.notes.append(f"the header of {name} could not be read: {window.unread}")
            return CachedWeights(Examined(name, "unknown", unread=window.unread))
        try:
            with reading(url):
                found = examine(window, name)
        except Fell as error:
            return CachedWeights(Examined(name, "unknown", unread=str(error)))
        if said is not None and said.trouble:  # more of it may have come since
            said = header_of(name, window.front(limits.HEADER_BYTES))
        self.whole = self.whole and not window.passing
        kept = CachedWeights(found, said)
        key = self._content(name)
        if key is not None and self.place.memory is not None and not window.passing and window.size:
            self.place.memory.keep_weights(*key, kept)
        return kept

    def _content(self, name: str) -> tuple[str, str] | None:
        """What decides about what is found in a file: its digest, and the suffix, by which some formats are told."""
        sha256 = self.info.digests.get(name)
        return (sha256, PurePosixPath(name).suffix.lower()) if sha256 else None


def worth_it(files: tuple[str, ...], sizes: Mapping[str, int]) -> Iterator[str]:
    """The files to look into: the one whose header tells most, what runs code when it is loaded, what such things are
    packed in, graphs."""
    first = telling(files)
    yield from () if first is None else (first,)
    suffixes = {name: PurePosixPath(name).suffix.lower() for name in files}
    yield from sorted(name for name in files if suffixes[name] in RUNS_CODE and name != first)
    yield from sorted(name for name in files if suffixes[name] in _PACKED and examinable(name))
    yield from sorted(
        name for name in files if suffixes[name] in _READ_WHOLE and 0 < sizes.get(name, 0) <= MAX_GRAPH_BYTES
    )


def _renamed(examined: Examined, name: str) -> Examined:
    """What was found in a file, told of another one with the same content."""
    old = examined.name
    if old == name:
        return examined

    def told(place: str) -> str:
        return name + place.removeprefix(old) if place.startswith(old) else place

    return replace(
        examined,
        name=name,
        imports=tuple(replace(each, place=told(each.place)) for each in examined.imports),
        dangers=tuple(map(told, examined.dangers)),
        troubles=tuple(map(told, examined.troubles)),
    )
