"""A scanned folder enters; the commit that it is a checkout of leaves, and where a forge shows a line of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from govscan import limits
from govscan.errors import GovscanError
from govscan.git import Repository, open_repository
from govscan.regular import whole
from govscan.report import Checkout

_FORGES: Final = (
    # (a part of the host, what follows the address of the repository)
    ("github", "/blob/{commit}/{path}#L{line}"),
    ("gitlab", "/-/blob/{commit}/{path}#L{line}"),
    ("bitbucket.org", "/src/{commit}/{path}#lines-{line}"),
    ("codeberg.org", "/src/commit/{commit}/{path}#L{line}"),
    ("gitea", "/src/commit/{commit}/{path}#L{line}"),
    ("forgejo", "/src/commit/{commit}/{path}#L{line}"),
    ("git.sr.ht", "/tree/{commit}/item/{path}#L{line}"),
    ("huggingface.co", "/blob/{commit}/{path}#L{line}"),
    ("dev.azure.com", "?path=/{path}&version=GC{commit}&line={line}&lineEnd={line}&lineStartColumn=1&lineEndColumn=1"),
)
_HASHES: Final = {40: "sha1", 64: "sha256"}


def checkout_of(root: Path, paths: Iterable[str]) -> Checkout | None:
    """What commit `root` is a checkout of; `paths` (POSIX, from the root) are compared with it. None where that cannot
    be said: no repository, no git, no commit yet. Nothing that the repository configures is run."""
    try:
        repository = open_repository(root)
        commit = repository.commit("HEAD")
        committed = {entry.path: entry.blob for entry in repository.files(commit)}
    except GovscanError:
        return None
    address = web_address(_remote(repository))
    changed = [
        path
        for path in sorted(set(paths))
        if not _same(root / path, committed.get(repository.prefix + path, ""), _HASHES.get(len(commit), ""))
    ]
    return Checkout(commit, address, line_address(address), repository.prefix, tuple(changed))


def web_address(remote: str) -> str:
    """The page of a repository that git fetches from `remote`, without credentials; "" for a local path or anything
    else that has none."""
    if "://" not in remote:  # git@host:owner/name, as ssh has it
        host, colon, path = remote.partition(":")
        if not colon or "/" in host or len(host) < 2 or "\\" in path:
            return ""
        remote = f"ssh://{host}/{path.lstrip('/')}"
    try:
        parts = urlsplit(remote)
        host = parts.hostname or ""
    except ValueError:
        return ""
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in ("https", "http", "ssh", "git") or "." not in host or not path:
        return ""
    address = f"https://{host}/{path}"
    return address if address.isascii() and address.isprintable() and not set(" \"'<>\\{}") & set(address) else ""


def line_address(address: str) -> str:
    """How the forge at a repository's address shows one line of a file; "" for one that is not known."""
    host = address.removeprefix("https://").partition("/")[0]
    return next((address + rest for part, rest in _FORGES if part in host), "") if address else ""


def _remote(repository: Repository) -> str:
    try:
        return repository.ask("config", "--get", "remote.origin.url").decode("utf-8", "replace").strip()
    except GovscanError:  # there is none
        return ""


def _same(path: Path, blob: str, algorithm: str) -> bool:
    """Whether the bytes of a file are those of a blob."""
    if not blob or not algorithm:
        return False
    try:
        data = whole(path, limits.COMPARED_BYTES)
    except OSError:
        return False
    if data is None:
        return False
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob
