"""References of one file enter, the same references leave, joined with the keys that are written beside them and with
the switches that turn the verification of certificates off.

A place belongs to the references in the nearest brackets, block of settings or command around it, as an address does.
What holds for a whole file (a key that says whose it is, a switch of the environment) belongs to those that it fits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from msgspec.structs import replace

from govscan.discover import classify
from govscan.discover.exposure_spots import Spot, has_mark, spots_in
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.discover.surface import SourceFile
from govscan.pattern import pattern
from govscan.reference import Certainty, Exposure, ExposureKind, Location, Reference, endpoint_host

DATA_BYTES: Final = 256 * 1024
"""Larger files that name no model are data: nobody writes a client there."""
MAX_SPANS: Final = 8  # brackets around a place that are looked at, from the inside out

_BRACKET: Final = pattern(r"[()\[\]{}]")
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
_PART: Final = pattern(
    r"\b(?:\w*headers|auth|authentication|credentials|\w*kwargs|client_args|options|params|tls|ssl|http|client|connection"
    r"|env|environment)\\?[\"']?[ \t]*[:=][ \t]*\{?\Z"
)
"""What a map is called that is only a part of the settings around it."""
_OF_WHOLE_FILES: Final = frozenset({"javascript", "code", "env", "container", "shell", "hcl"})
"""Surfaces in which a client is made in one place and asked in another without a tree that shows the way."""


def exposed(file: SourceFile, surface: str, found: list[Reference]) -> list[Reference]:
    """The references of a file with their exposures; a key that proves to be one of a hosted service, in a file that
    names no model of it, is a reference to the service alone."""
    if not found and (len(file.data) > DATA_BYTES or not has_mark(file.data)):
        return found
    spots = spots_in(file.path, file.text, file.data)
    return list(_joined(file, surface, found, spots)) if spots else found


def _joined(file: SourceFile, surface: str, found: Sequence[Reference], spots: Sequence[Spot]) -> Iterator[Reference]:
    page = _Page(file, surface)
    known = {(each.kind, each.place.line) for one in found for each in one.exposures if each.place.path == file.path}
    theirs: dict[int, set[Exposure]] = {}
    alone: dict[str, Reference] = {}
    for spot in spots:
        place = page.location(spot.at)
        if (spot.kind, place.line) in known:  # the tree of Python has shown whose it is
            continue
        exposure = Exposure(spot.kind, place)
        mine = page.near(spot, found)
        for number in mine:
            theirs.setdefault(number, set()).add(exposure)
        if not mine and spot.marked and spot.owner not in (None, "any", *OPEN_WEIGHTS):
            service = Reference(spot.owner or "", "", place, f"{surface}:key", exposures=(exposure,))
            alone.setdefault(service.provider, service)
    for number, reference in enumerate(found):
        more = theirs.get(number)
        yield replace(reference, exposures=tuple(sorted({*reference.exposures, *more}))) if more else reference
    if not any(one.certainty is Certainty.MENTION for one in found):
        yield from alone.values()


class _Page:
    """One file as places and the spans around them."""

    def __init__(self, file: SourceFile, surface: str) -> None:
        self.path, self.surface, self.text = file.path, surface, file.text
        self.lines = file.text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.pairs: list[tuple[int, int]] | None = None

    def location(self, at: int) -> Location:
        line = bisect_right(self.starts, at)
        return Location(self.path, line, at - self.starts[line - 1] + 1)

    def offset(self, place: Location | None) -> int | None:
        if place is None or place.path != self.path or not 0 < place.line <= len(self.lines):
            return None
        return min(self.starts[place.line - 1] + place.column - 1, len(self.text))

    def near(self, spot: Spot, found: Sequence[Reference]) -> list[int]:
        """The numbers of the references that a spot belongs to."""
        places = {
            number: [at for at in (self.offset(one.location), self.offset(one.used_at)) if at is not None]
            for number, one in enumerate(found)
            if one.certainty is Certainty.DEPENDENCY
        }
        if spot.host:
            return [number for number in places if endpoint_host(found[number].endpoint) == spot.host]
        if spot.everywhere:
            return [number for number in places if _reaches_out(found[number]) or self.surface == "container"]
        for start, end in self.spans(spot.at):
            inside = [number for number, ats in places.items() if any(start <= at <= end for at in ats)]
            fitting = [number for number in inside if _fits(spot, found[number])]
            if fitting:
                return self.closest(spot, fitting, places, found)
            if inside and spot.owner in (None, "any"):
                return []
        return self.anywhere(spot, places, found)

    def anywhere(self, spot: Spot, places: dict[int, list[int]], found: Sequence[Reference]) -> list[int]:
        """Those of the whole file, where nothing around the spot is one."""
        if self.surface not in _OF_WHOLE_FILES and (spot.kind is ExposureKind.TLS or spot.owner is None):
            return []
        fitting = [number for number in places if _reaches_out(found[number]) and _fits(spot, found[number])]
        if not fitting and spot.kind is ExposureKind.KEY and spot.owner == "openai":
            # a protocol as well: the key of whoever answers at an address that is written out
            fitting = [
                number for number in places if found[number].endpoint and found[number].provider not in _OWN_PROTOCOL
            ]
        if spot.kind is ExposureKind.KEY and spot.owner == "huggingface":
            fitting = [number for number in places if _fits(spot, found[number])]
        return self.closest(spot, fitting, places, found)

    def closest(
        self, spot: Spot, numbers: Sequence[int], places: dict[int, list[int]], found: Sequence[Reference]
    ) -> list[int]:
        """All of them where they are asked at one address, or where the key says whose it is; else those at the
        address of the nearest one."""
        addresses = {number: (found[number].provider, found[number].endpoint) for number in numbers}
        if len(set(addresses.values())) < 2 or spot.kind is ExposureKind.TLS or spot.owner not in (None, "any"):
            return list(numbers)
        distances = {number: min((abs(at - spot.at) for at in places[number]), default=10**9) for number in numbers}
        nearest = addresses[min(distances, key=lambda number: distances[number])]
        return [number for number in numbers if addresses[number] == nearest]

    # --- spans ------------------------------------------------------------------------------------------------------

    def spans(self, at: int) -> Iterator[tuple[int, int]]:
        """What stands around a place, from the inside out. In a configuration that is the map which holds it alone,
        and the one around that where it is only a part of the settings (`headers: {...}`)."""
        if self.surface == "env":
            return
        name = self.path.lower()
        if self.surface in ("shell", "container") and not name.endswith((".yaml", ".yml")):
            yield self.command(at)
        elif name.endswith((".yaml", ".yml")):
            yield from self.blocks(at)
        elif name.endswith((".toml", ".ini", ".cfg")):
            yield self.section(at)
        else:
            around = sorted((end - start, start, end) for start, end in self.brackets() if start < at < end)
            for _, start, end in around[:MAX_SPANS]:
                # a call's own name stands in front of its bracket
                yield self.text.rfind("\n", 0, start) + 1 if self.text[start] == "(" else start, end
                whole = self.text[start] != "(" and not _PART.search(self.text, max(0, start - 60), start)
                if whole and self.surface in ("structured", "python", "notebook"):
                    return

    def section(self, at: int) -> tuple[int, int]:
        first = last = bisect_right(self.starts, at) - 1
        while first > 0 and not self.lines[first].lstrip().startswith("["):
            first -= 1
        while last + 1 < len(self.lines) and not self.lines[last + 1].lstrip().startswith("["):
            last += 1
        return self.starts[first], self.starts[last + 1] - 1

    def brackets(self) -> list[tuple[int, int]]:
        if self.pairs is None:
            self.pairs, open_ = [], []
            for match in _BRACKET.finditer(self.text):
                if match[0] in "([{":
                    open_.append((match[0], match.start()))
                elif open_ and open_[-1][0] == _CLOSES[match[0]]:
                    self.pairs.append((open_.pop()[1], match.start()))
        return self.pairs

    def command(self, at: int) -> tuple[int, int]:
        """The command that a line is part of: with the lines that a backslash joins to it."""
        first = last = bisect_right(self.starts, at) - 1
        while first > 0 and self.lines[first - 1].rstrip().endswith(("\\", "`", "^")):
            first -= 1
        while last + 1 < len(self.lines) and self.lines[last].rstrip().endswith(("\\", "`", "^")):
            last += 1
        return self.starts[first], self.starts[last + 1] - 1

    def blocks(self, at: int) -> Iterator[tuple[int, int]]:
        """The block of YAML that a line is part of, then the one around that, up to the document."""
        here = bisect_right(self.starts, at) - 1
        depth = _depth(self.lines[here])
        for _ in range(MAX_SPANS):
            first = self.climb(here, depth)
            last = here
            while last + 1 < len(self.lines) and _inside(self.lines[last + 1], depth):
                last += 1
            yield self.starts[first], self.starts[last + 1] - 1
            outer = [_margin(line) for line in self.lines[max(0, first - 500) : first + 1] if line.strip()]
            shallower = [margin for margin in outer if margin < depth]
            above = self.lines[first - 1] if first else ""
            if not shallower or not _PART.search(above + "{"):
                return
            depth, here = shallower[-1], first

    def climb(self, here: int, depth: int) -> int:
        """The first line of the block: that of a list item begins with its dash."""
        first = here
        while first > 0:
            if _margin(self.lines[first]) < depth and _depth(self.lines[first]) >= depth:
                break
            if not _inside(self.lines[first - 1], depth) and _depth(self.lines[first - 1]) != depth:
                break
            first -= 1
        return first


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _depth(line: str) -> int:
    """The column at which a line's own key stands, behind the dash of a list item."""
    bare = line.lstrip(" -") if line.lstrip(" ").startswith("- ") else line.lstrip(" ")
    return len(line) - len(bare)


def _inside(line: str, depth: int) -> bool:
    return not line.strip() or (line.lstrip().startswith("#")) or (_margin(line) >= depth and line.strip() != "---")


def _reaches_out(reference: Reference) -> bool:
    """Whether a request leaves the program for it: to a service, to an address, to a hub."""
    return reference.provider not in ("local", "timm", "spacy") or reference.endpoint is not None


def _fits(spot: Spot, reference: Reference) -> bool:
    """Whether a key can be that of a reference's service; a switch fits whatever is asked over the network."""
    if spot.kind is ExposureKind.TLS:
        return _reaches_out(reference)
    if spot.owner in (None, "any"):
        return reference.provider not in OPEN_WEIGHTS or reference.endpoint is not None
    if spot.owner == "huggingface":
        return reference.provider in ("huggingface", "huggingface-inference")
    at = classify.provider_of_url(reference.endpoint)
    return spot.owner in (reference.provider, at) or (spot.owner in _KIN and reference.provider in _KIN)


_OWN_PROTOCOL: Final = frozenset({"azure-openai", "anthropic", "bedrock", "vertex", "gemini"})
_KIN: Final = frozenset({"gemini", "vertex"})
