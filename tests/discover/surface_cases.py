"""Cases as folders: files to read, and `expected.txt` with one line for each reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from govscan.discover.surface import SourceFile, Surface
from govscan.reference import Certainty, Reference

CASES = Path(__file__).parent.parent / "cases" / "discover"


def cases_of(surface: str) -> list[object]:
    """One parameter a folder below `tests/cases/discover/<surface>`."""
    return [pytest.param(folder, id=folder.name) for folder in sorted((CASES / surface).iterdir()) if folder.is_dir()]


def found_in(folder: Path, surface: Surface) -> list[str]:
    """What a surface finds in the files of a case, in the form of `expected.txt`."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "expected.txt"):
        file = SourceFile(path.relative_to(folder).as_posix(), path.read_bytes())
        if surface.NEEDLE.search(file.data):
            lines.extend(line_of(reference) for reference in sorted(surface.read(file), key=lambda each: each.location))
    return lines


def line_of(reference: Reference) -> str:
    place = reference.location
    parts = [f"{place.path}:{place.line}:{place.column}", f"{reference.provider}:{reference.name}", reference.via]
    for word in ("revision", "trust_remote_code", "endpoint", "region"):
        value = getattr(reference, word)
        if value is not None:
            parts.append(f"{word}={value}")
    if reference.used_at:
        parts.append(f"used_at={reference.used_at.line}")
    parts.extend(f"{name}={value}" for name, value in reference.hints)
    if reference.certainty is Certainty.MENTION:
        parts.append("mention")
    return "  ".join(parts)


def expected_in(folder: Path) -> list[str]:
    return (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
