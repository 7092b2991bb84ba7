"""What was written down of a run: HTTP traffic of tests (https://vcrpy.readthedocs.io and its kin), requests that were
made once with their answers, and results of evaluations. Nothing of it is configured or called by who has the file."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from govscan.marked import Node
from govscan.pattern import pattern
from govscan.reference import Reference

_LISTS: Final = ("interactions", "http_interactions", "Entries")
_PAIRS: Final = (("request", "response"), ("RequestUri", "ResponseBody"))
_ANSWERED: Final = ("response", "ResponseBody")
_KEPT: Final = pattern(r"(?:^|/)(?:recordings|cassettes|[\w-]{0,40}vcr[\w-]{0,40})/|(?:^|/)results/.*\.jsonl?\Z")
_RESULTS: Final = pattern(r"(?:^|[_.-])results?(?:[_.-].*)?\.json\Z|leaderboard[\w.-]*\.(?:json|ya?ml)\Z")


def is_recording(node: Node) -> bool:
    """Whether a document is a cassette: a list of requests with their responses, apart or side by side."""
    return any(
        any(entry.get(asked) is not None and entry.get(answered) is not None for asked, answered in _PAIRS)
        for key, listed in node.items
        if key.text in _LISTS
        for entry in listed.entries[:1]
    )


def requests_of(node: Node) -> Node:
    """The cassette without answers: these are long, hold whatever a service knows of, and say nothing of who asked."""
    if node.kind == "list":
        return replace(node, value=tuple(map(requests_of, node.entries)))
    if node.kind != "map":
        return node
    pairs = ((key, requests_of(value) if key.text in _LISTS else value) for key, value in node.items)
    return replace(node, value=tuple(pair for pair in pairs if pair[0].text not in _ANSWERED))


def mentioned(reference: Reference) -> Reference:
    """The same reference, as recorded traffic speaks of it."""
    return reference.as_mention("in recorded traffic")


def is_of_results(path: str) -> bool:
    """Whether a file of this path, in lower case, holds what a run came to (`results_2026.json`) or was answered."""
    return bool(_RESULTS.search(path.rpartition("/")[2]) or _KEPT.search(path))


def in_results(reference: Reference) -> Reference:
    """The same reference, as recorded results speak of it."""
    return reference.as_mention("in recorded results")
