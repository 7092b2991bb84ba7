"""The path of a program enters, whether it is a unit test leaves: the models that one names are seldom called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan.pattern import pattern
from govscan.reference import Certainty, Reference

_OF_CODE: Final = pattern(
    r"(?!(?:.*/)?src/main/)(?:.*/)?(?:(?:tests?|[\w.]+\.tests?|testdata)/|[^/]*(?:_test\.go|Tests?\.(?:java|kt|cs))\Z)",
    re.IGNORECASE,
)
_OF_JAVASCRIPT: Final = pattern(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|fixtures|e2e)/|\.(?:test|spec|stories)\.[cm]?[jt]sx?\Z"
)
_REALLY_CALLS: Final = pattern(r"\.int(?:egration)?\.(?:test|spec)\.|(?:^|/)integration[_-]?tests?/")
"""Tests of JavaScript that ask the service itself."""


def of_code(path: str) -> bool:
    """Whether a file of Java, Kotlin, C# or Go is a test."""
    return bool(_OF_CODE.match(path))


def of_javascript(path: str) -> bool:
    return bool(_OF_JAVASCRIPT.search(path)) and not _REALLY_CALLS.search(path)


def mentioned(references: Iterator[Reference]) -> Iterator[Reference]:
    for reference in references:
        yield replace(reference, certainty=Certainty.MENTION, reason="in a test")
