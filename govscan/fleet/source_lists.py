"""Lists: ids of models to resolve, or git repositories to scan. Lines enter, tasks leave."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from govscan.engine import ScanRequest, resolve_families, scan
from govscan.errors import GovscanError
from govscan.evidence import Evidence, Failure, Unresolved
from govscan.fleet.task import Bad, Met, Order, Scanned, Subject, Task
from govscan.git import clone, open_repository
from govscan.reference import Identity
from govscan.resolve import ResolveOptions
from govscan.resolve.lock_reader import find_lock

IDS: Final = 64
"""Ids of a task: those that are asked for together."""
_ADDRESS: Final = ("://", "git@")


def lines_of(path: Path) -> list[str]:
    """The lines of a list, without empty ones and comments.

    Raises:
        GovscanError: it cannot be read as text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GovscanError(f"{path}: cannot be read as a list: {error}") from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def names_repository(line: str) -> bool:
    """Whether a line of a list is rather a repository than the id of a model."""
    return any(sign in line for sign in _ADDRESS) or line.startswith(("/", "./", "../", "~")) or Path(line).is_dir()


class Ids:
    """Models by their ids, asked for as `scan` would."""

    kind = "ids"

    def __init__(self, path: Path, offline: bool) -> None:
        self.path, self.offline = path, offline
        self._lines = lines_of(path)

    def prepare(self, folder: Path) -> None:
        find_lock(self.path.parent)  # a lock that is none ends the run before it begins

    def tasks(self, done: frozenset[int]) -> Iterator[Task]:
        for number, first in enumerate(range(0, len(self._lines), IDS)):
            if number not in done:
                some = self._lines[first : first + IDS]
                yield Task(number, first, len(some), (first, tuple(some)))

    def opener(self) -> OpenIds:
        return OpenIds(str(self.path.parent.resolve()), self.offline)

    def rows(self) -> int | None:
        return len(self._lines)

    def described(self) -> Mapping[str, Any]:
        return {"ids": len(self._lines), "offline": self.offline}

    def troubles(self) -> tuple[Bad, ...]:
        return () if self._lines else (Bad(0, self.path.name, "unreadable", "the list is empty"),)


class OpenIds(Struct, frozen=True):
    """Makes the reader of ids; `root` is the folder of the list, in which a lock may lie."""

    root: str
    offline: bool

    def open(self, order: Order) -> IdReader:
        return IdReader(ResolveOptions(Path(self.root), offline=self.offline))


class IdReader:
    """Lines enter, models with what the Hub, a cache or a lock says of them leave."""

    def __init__(self, options: ResolveOptions) -> None:
        self._options = options
        self._family: dict[tuple[str, ...], Evidence] = {}

    def read(self, payload: tuple[int, Sequence[str]]) -> Iterator[Met]:
        first, lines = payload
        named = [(row, line, _identity(line)) for row, line in enumerate(lines, first)]
        wanted = [identity for _, _, identity in named if identity is not None]
        family = resolve_families(wanted, self._options)
        self._family = {identity.key: evidence for identity, evidence in family.items()}
        for row, line, identity in named:
            if identity is None:
                yield Bad(row, line[:300], "malformed", f"{line[:60]!r} is no id of a model")
                continue
            evidence = family[identity]
            bad: tuple[Bad, ...] = ()
            if isinstance(evidence, Unresolved):
                bad = (Bad(row, identity.name, evidence.failure.value, evidence.detail),)
            yield Subject(row, identity.name, identity, evidence, bad)

    def relative(self, identity: Identity) -> Evidence:
        found = self._family.get(identity.key)
        return found or Unresolved(identity, Failure.NOT_FOUND, f"{identity} was not resolved")


def _identity(line: str) -> Identity | None:
    """`org/name`, `org/name@revision`, or the same in JSON."""
    found: Any = line
    revision: Any = None
    if line[:1] in ('"', "{"):
        try:
            data = msgspec.json.decode(line)
        except msgspec.DecodeError:
            return None
        fields = data if isinstance(data, dict) else {"id": data}
        found = next((fields[key] for key in ("id", "modelId", "model_id") if key in fields), None)
        revision = fields.get("revision")
    if not isinstance(found, str) or not (revision is None or isinstance(revision, str)):
        return None
    name, at, tail = found.partition("@")
    if not name.strip() or len(name) > 300 or not name.isprintable() or any(char.isspace() for char in name):
        return None
    return Identity("huggingface", name, tail if at else revision)


class Repositories:
    """Git repositories, each scanned as a whole."""

    kind = "repositories"

    def __init__(self, path: Path, policy: Path | None, offline: bool) -> None:
        self.path, self.policy, self.offline = path, policy, offline
        self._lines = lines_of(path)

    def prepare(self, folder: Path) -> None:
        """Nothing is needed beforehand."""

    def tasks(self, done: frozenset[int]) -> Iterator[Task]:
        for number, line in enumerate(self._lines):
            if number not in done:
                yield Task(number, number, 1, (number, line))

    def opener(self) -> OpenRepositories:
        policy = str(self.policy.resolve()) if self.policy is not None and self.policy.exists() else self.policy
        return OpenRepositories(None if policy is None else str(policy), str(Path.cwd()), self.offline)

    def rows(self) -> int | None:
        return len(self._lines)

    def described(self) -> Mapping[str, Any]:
        return {"repositories": len(self._lines), "offline": self.offline}

    def troubles(self) -> tuple[Bad, ...]:
        return () if self._lines else (Bad(0, self.path.name, "unreadable", "the list is empty"),)


class OpenRepositories(Struct, frozen=True):
    """Makes the reader of repositories; `home` is what relative paths start from."""

    policy: str | None
    home: str
    offline: bool

    def open(self, order: Order) -> RepositoryReader:
        return RepositoryReader(self, order)


class RepositoryReader:
    """A path or an address enters, what was found in the repository leaves."""

    def __init__(self, opened: OpenRepositories, order: Order) -> None:
        self._opened, self._now = opened, order.now

    def read(self, payload: tuple[int, str]) -> Iterator[Met]:
        row, line = payload
        with tempfile.TemporaryDirectory(prefix="govscan-") as folder:
            try:
                place = self._place(line, Path(folder))
            except GovscanError as error:
                yield Bad(row, line, "not-a-repository", str(error)[:300])
                return
            try:
                yield self._scanned(row, line, place)
            except GovscanError as error:
                yield Bad(row, line, "unreadable", f"{line} cannot be scanned: {error}"[:300])

    def _place(self, line: str, folder: Path) -> Path:
        """The files of a repository: where they are, or in `folder` where they have to be fetched.

        Raises:
            GovscanError: there is no repository.
        """
        if any(sign in line for sign in _ADDRESS):
            clone(line, folder)
            return folder
        place = (Path(self._opened.home) / Path(line).expanduser()).resolve()
        if not place.is_dir():
            raise GovscanError(f"{line} is not a folder")
        if open_repository(place).bare:
            clone(place.as_uri(), folder)
            return folder
        return place

    def _scanned(self, row: int, line: str, place: Path) -> Scanned:
        policy = Path(self._opened.policy) if self._opened.policy is not None else None
        request = ScanRequest(place, policy=policy, offline=self._opened.offline, now=self._now, name=line)
        return Scanned(row, line, scan(request))

    def relative(self, identity: Identity) -> Evidence:
        return Unresolved(identity, Failure.NOT_FOUND, f"{identity} was not resolved")
