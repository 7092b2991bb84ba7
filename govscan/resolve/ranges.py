"""A file of a Hub, read where it is wanted: an address enters, a window of bytes leaves. Bounded in requests and bytes.

What was fetched stays until the file is done with, and each further read in one direction asks for more at once, so
that a header of some megabytes takes two or three requests.
"""

from __future__ import annotations

import time
from typing import Final

from msgspec import Struct, field

from govscan import limits
from govscan.pattern import pattern
from govscan.resolve.hub_http import Reply, Transport, Trouble
from govscan.weights.window import Unread

STEPS: Final = (65_536, 262_144, 1_048_576, 4_194_304)
"""How much is asked for at once, the first time in a place and each time that reading goes on behind it."""

_SPAN = pattern(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


class Allowance(Struct):
    """What is left to ask of a Hub about the weight files of one model."""

    requests: int = field(default_factory=lambda: limits.RANGE_MODEL_REQUESTS)
    bytes: int = field(default_factory=lambda: limits.RANGE_MODEL_BYTES)
    until: float = field(default_factory=lambda: time.monotonic() + limits.RANGE_MODEL_SECONDS)


class Pace(Struct, frozen=True):
    """How many requests and bytes a file may take. `onward` where each request is a further step wherever it goes,
    because what is passed over belongs to what is read."""

    requests: int
    bytes: int
    onward: bool = False


def pace_of(name: str) -> Pace:
    """The pace that suits a file, by its name."""
    low = name.lower()
    if low.endswith(".gguf"):
        return Pace(limits.RANGE_HEADER_REQUESTS, limits.RANGE_FILE_BYTES, onward=True)
    if low.endswith(".safetensors"):
        return Pace(limits.RANGE_HEADER_REQUESTS, limits.RANGE_FILE_BYTES)
    searched = low.endswith((".h5", ".hdf5", ".pb"))
    return Pace(limits.RANGE_REQUESTS, limits.RANGE_SEARCHED_BYTES if searched else limits.RANGE_FILE_BYTES)


class RemoteFile(Struct, frozen=True):
    """Where a file lies, of which commit it has to be ("" for any), and its size in bytes (None where nobody says)."""

    url: str
    commit: str = ""
    size: int | None = None


class RangeWindow:
    """A `govscan.weights.window.Window` over range requests. `unread` is why not all could be had; `passing` is True
    where that may be otherwise tomorrow, when the other files of the model need not be asked for any more."""

    def __init__(self, transport: Transport, file: RemoteFile, allowance: Allowance, pace: Pace) -> None:
        """Nothing is asked for yet; a file of unknown size has to be opened before it is read."""
        self.transport, self.file, self.allowance, self.pace = transport, file, allowance, pace
        self.unread, self.passing = "", False
        self.asked = 0
        self._soon = 0
        self._address, self._etag, self._ranges = "", "", True
        self._parts: dict[int, tuple[bytearray, int]] = {}  # by where they begin; how often each has grown
        self.size = file.size if file.size is not None else STEPS[0]

    def open(self) -> None:
        """Ask for the beginning of a file whose size is not known.

        Raises:
            Unread: it cannot be had, or the server does not say the size either.
        """
        if self.file.size is None:
            self._fetch(0, 1)

    @property
    def fetched(self) -> int:
        """The number of bytes that are here."""
        return sum(len(data) for data, _ in self._parts.values())

    def read(self, at: int, count: int) -> bytes:
        """As `Window.read`."""
        count = min(count, self.size - at)
        if at < 0 or count <= 0:
            return b""
        found = bytearray()
        while len(found) < count:
            place, left = at + len(found), count - len(found)
            start = self._covering(place)
            if start is None:
                self._fetch(place, left)
            else:
                found += self._parts[start][0][place - start : place - start + left]
        return bytes(found)

    def near(self, at: int, soon: int = 0) -> int:
        """As `Window.near`: what was fetched already. What is expected is asked for with what is needed next."""
        start = self._covering(at)
        self._soon = soon
        return start + len(self._parts[start][0]) - at if start is not None else 0

    def front(self, count: int) -> bytes:
        """What of the first `count` bytes is here already."""
        return bytes(self._parts[0][0][:count]) if 0 in self._parts else b""

    def _covering(self, at: int) -> int | None:
        """Where the part begins that holds the byte at `at`."""
        return next((start for start, (data, _) in self._parts.items() if start <= at < start + len(data)), None)

    def _fetch(self, at: int, wanted: int) -> None:
        """Bring `wanted` bytes from `at` on, or more: behind a part as the next step of it."""
        before = next((start for start, (data, _) in self._parts.items() if start + len(data) == at), None)
        grown = self._parts[before][1] + 1 if before is not None else 0
        step = STEPS[min(self.asked if self.pace.onward else grown, len(STEPS) - 1)]
        room = min((start - at for start in self._parts if start > at), default=self.size - at)
        step, self._soon = max(step, self._soon), 0
        count = min(max(wanted, step), room, self._left(min(wanted, room)))
        data = self._bytes(at, count)
        self.allowance.bytes -= len(data)
        if before is None:
            self._parts[at] = (bytearray(data), 0)
        else:
            self._parts[before][0].extend(data)
            self._parts[before] = (self._parts[before][0], grown)

    def _left(self, wanted: int) -> int:
        """How many bytes may still be asked for at once."""
        left, of_model = self.pace.bytes - self.fetched, self.allowance
        read = f"only {self.fetched:,} of its {self.size:,} bytes were read"
        if not self._ranges:
            raise self._lost(f"{read}: the server knows no ranges")
        if self.asked >= self.pace.requests or left < wanted:
            raise self._lost(
                f"{read}, in {self.asked} request{'s' * (self.asked != 1)}: no more is asked for of one file"
            )
        if of_model.requests <= 0 or of_model.bytes < wanted or time.monotonic() > of_model.until:
            raise self._lost(f"{read}: no more is asked for of one model", passing=True)
        return min(left, of_model.bytes)

    def _bytes(self, at: int, count: int) -> bytes:
        reply = self._asked(at, count)
        if reply.status in (401, 403) and self._address:  # the address of the store is good for some time only
            self._address = ""
            reply = self._asked(at, count)
        if reply.status == 200 and at == 0 and reply.body:
            self._ranges = False
            self._known(reply.length)
            return reply.body
        if reply.status != 206:
            raise self._lost(_refusal(reply.status), passing=reply.status not in (401, 403, 404))
        self._check(reply, at, count)
        assert reply.body is not None
        return reply.body

    def _asked(self, at: int, count: int) -> Reply:
        self.asked += 1
        self.allowance.requests -= 1
        spare = limits.RANGE_WHOLE_BYTES if at == 0 else 0
        try:
            reply = self.transport.part(self.file.url, at, count, spare, self._address)
        except Trouble as trouble:
            raise self._lost(trouble.detail, passing=True) from None
        if reply.encoding:
            raise self._lost("it came packed, which nobody asked for", passing=True)
        if not self._address and self.file.commit and reply.commit not in (None, self.file.commit):
            raise self._lost("it came from another commit than was asked for", passing=True)
        if reply.status == 206 and reply.address != self.file.url:
            self._address = reply.address
        return reply

    def _check(self, reply: Reply, at: int, count: int) -> None:
        """Hold a part against what was asked for: a server that sends another one could show every reader its own."""
        found = _SPAN.fullmatch(reply.span.strip())
        if found is None or reply.content_type.startswith("multipart/"):
            raise self._lost("the server did not say which part of it came", passing=True)
        start, end = int(found[1]), int(found[2])
        if found[3] != "*":
            self._known(int(found[3]))
        right = start == at and end == min(at + count, self.size) - 1
        if not right or len(reply.body or b"") != end - start + 1:
            raise self._lost("another part of it came than was asked for", passing=True)
        if self._etag and reply.etag and reply.etag != self._etag:
            raise self._lost("it changed while it was read", passing=True)
        self._etag = reply.etag or self._etag

    def _known(self, size: int | None) -> None:
        """Take what the server says of the size, where nobody else does."""
        if self.file.size is None and not self._parts:
            if size is None:
                raise self._lost("nobody says how large it is")
            self.size = size
        elif size is not None and size != self.size:
            raise self._lost(f"it has {size:,} bytes, and the list of files says {self.size:,}", passing=True)

    def _lost(self, reason: str, passing: bool = False) -> Unread:
        self.unread, self.passing = self.unread or reason, self.passing or passing
        return Unread(reason)


def _refusal(status: int) -> str:
    if status in (401, 403):
        return f"the Hub does not give it out (status {status})"
    if status == 404:
        return "it is listed, but the Hub does not have it"
    if status == 416:
        return "it is shorter than the list of files says"
    return "the server knows no ranges" if status == 200 else f"the Hub answered with status {status}"
