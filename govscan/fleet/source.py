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
    from govscan.fleet.source_folders import Folders
    from govscan.fleet.source_tables import SUFFIXES, Tables

    path, kind = Path(request.source), request.kind
    if not path.exists():
        raise GovscanError(f"{request.source}: no such file or directory")
    if path.is_dir():
        tables = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
        if kind == "cards" or (kind == "auto" and tables):
            if not tables:
                raise GovscanError(f"{path}: there is no file of {', '.join(SUFFIXES)} in it")
            return Tables(tables, request.columns, request.batch)
        if kind in ("auto", "folders"):
            return Folders(path)
    elif kind == "cards" or (kind == "auto" and path.suffix.lower() in SUFFIXES):
        return Tables([path], request.columns, request.batch)
    elif kind in ("auto", "ids", "repositories"):
        return _listed(path, kind, request)
    raise GovscanError(f"{request.source} cannot be read as {kind}")


def _listed(path: Path, kind: str, request: FleetRequest) -> Source:
    from govscan.fleet.source_lists import Ids, Repositories, lines_of, names_repository

    if kind == "repositories" or (kind == "auto" and any(map(names_repository, lines_of(path)[:1]))):
        return Repositories(path, request.policy, request.offline)
    return Ids(path, request.offline)
