"""What a user names as the source enters, the source leaves: tables, folders, ids or repositories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from govscan.errors import GovscanError
from govscan.fleet.task import Source

if TYPE_CHECKING:
    from govscan.fleet.run import FleetRequest

KINDS: Final = ("auto", "cards", "folders", "ids", "repositories")


def source_of(request: FleetRequest) -> Source:
    """The source of a run.

    Raises:
        GovscanError: it is not there, or is nothing that can be read.
    """
    from govscan.fleet.source_tables import SUFFIXES, Tables

    path = Path(request.source)
    if not path.exists():
        raise GovscanError(f"{request.source}: no such file or directory")
    if path.is_dir():
        tables = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
        if tables and request.kind in ("auto", "cards"):
            return Tables(tables, request.columns)
    elif path.suffix.lower() in SUFFIXES and request.kind in ("auto", "cards"):
        return Tables([path], request.columns)
    raise GovscanError(f"{request.source}: nothing that can be read as models")
