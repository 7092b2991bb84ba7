"""The path of a program enters, whether it is a unit test leaves: the models that one names are seldom called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.pattern import pattern
from govscan.reference import Certainty, Reference

_OF_CODE: Final = pattern(
    r"(?!(?:.*/)?src/main/)(?:.*/)?(?:(?:tests?|[\w.]+\.tests?|testdata)/|[^/]*(?:_test\.go|Tests?\.(?:java|kt|cs))\Z)",
    re.IGNORECASE,
)
_INTEGRATED: Final = pattern(
    r"(?:^|/)integration/|(?:IT|ITCase|IntegrationTests?)\.(?:java|kt|cs)\Z|_integration_test\.go\Z"
)
_OF_JAVASCRIPT: Final = pattern(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|fixtures|e2e)/|\.(?:test|spec|stories)\.[cm]?[jt]sx?\Z"
)
_REALLY_CALLS: Final = pattern(
    r"\.e2e[.-](?:test|spec)\.|\.int(?:egration)?\.(?:test|spec)\.|(?:^|/)integration[_-]?tests?/"
)
"""Tests of JavaScript that ask the service itself."""

_OF_PYTHON: Final = pattern(r"(?:^|/)(?:tests?|unit_?tests?)/|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py\Z")
_ASKS: Final = pattern(r"(?:^|[/_-])(?:integration|e2e|live)(?:[/_-]|\Z)")
_REPLACES: Final = pattern(
    rb"\b(?:MagicMock|AsyncMock|Mock|patch)\(|@(?:mock\.)?patch|\bpatch\.|\bmonkeypatch\b|\bmocker\b|\brespx\b"
    rb"|\brequests_mock\b|\bresponses\.add"
)
_RECORDS: Final = pattern(rb"\bvcr\b")  # what was really asked once, and is again when it changes
_AT_HAND: Final = ("local", "url", "timm", "torchhub", "spacy")


def of_code(path: str) -> bool:
    """Whether a file of Java, Kotlin, C# or Go is a test, and none that asks the services themselves."""
    return bool(_OF_CODE.match(path)) and not _INTEGRATED.search(path)


def of_javascript(path: str) -> bool:
    return bool(_OF_JAVASCRIPT.search(path)) and not _REALLY_CALLS.search(path)


def of_python(path: str) -> bool:
    return bool(_OF_PYTHON.search(path)) and not _ASKS.search(path)


def mentioned(references: Iterator[Reference]) -> Iterator[Reference]:
    for reference in references:
        yield _mention(reference, "in a test")


def without_services(references: Iterator[Reference], data: bytes) -> Iterator[Reference]:
    """The references of a test in Python, one that replaces what it calls (`monkeypatch`, `MagicMock`) without the
    services: it only mentions their models. Weights are loaded in most tests all the same."""
    replaces = bool(_REPLACES.search(data)) and not _RECORDS.search(data)
    for reference in references:
        hosted = replaces and reference.provider not in (*OPEN_WEIGHTS, *_AT_HAND)
        yield _mention(reference, "in a test that replaces what it calls") if hosted else reference


def _mention(reference: Reference, reason: str) -> Reference:
    if reference.certainty is Certainty.MENTION:
        return reference
    return reference.as_mention(reason)
