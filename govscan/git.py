"""What a git repository holds at a commit: references and commits enter, lists of files and their bytes leave.

Nothing is checked out, and nothing that the repository configures is run: no hooks, filters, pagers or transports.
References come from people and from CI variables, so none of them can be taken for an option.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

from govscan.errors import GovscanError

TIMEOUT: Final = 300
"""Seconds a call of git may take."""

SUBMODULE: Final = "160000"
LINK: Final = "120000"

_HARDENED: Final = (
    "--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
    "-c", "core.quotePath=false", "-c", "diff.external=", "-c", "log.showSignature=false",
)  # fmt: skip
_WAYS: Final = ("https", "http", "ssh", "git", "file")
_PLAIN: Final = (
    "-c", "core.symlinks=false", "-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=",
    "-c", "filter.lfs.required=false", "-c", "credential.interactive=false", "-c", "fetch.fsckObjects=true",
)  # fmt: skip
_DEEPEN: Final = (
    "the history is cut short here (a shallow clone): run `git fetch --unshallow`, or check out with "
    "`fetch-depth: 0` (GitHub), `GIT_DEPTH: 0` (GitLab)"
)


class Entry(Struct, frozen=True):
    """One file of a tree: its git mode, the id of its bytes, their number (0 for a submodule), and its POSIX path from
    the top of the repository. Bytes of a name that are not UTF-8 are surrogates, as Python's `os` has them."""

    mode: str
    blob: str
    size: int
    path: str


class Repository(Struct, frozen=True):
    """`folder` is where git runs, `prefix` what lies between the top of the work tree and it ("" or "a/b/"), `top` that
    top (or the folder of a bare repository), `name` its own name, for people. `staging` keeps the variables by which
    git tells a hook of its index."""

    folder: Path
    top: Path
    prefix: str
    name: str
    bare: bool
    shallow: bool
    staging: bool = False

    def ask(self, *arguments: str) -> bytes:
        """What git prints.

        Raises:
            GovscanError: git failed; with the first line of what it said.
        """
        done = _run(self.folder, arguments, self.staging)
        if done.returncode:
            raise GovscanError(f"git {arguments[0]} failed: {_said(done.stderr)}")
        return done.stdout

    def commit(self, reference: str) -> str:
        """The full id of the commit that a branch, tag or id means.

        Raises:
            GovscanError: it means none here, or is no reference at all.
        """
        if not reference or reference.startswith("-") or any(ord(c) < 32 for c in reference):
            raise GovscanError(f"{reference!r} is not the name of a commit")
        wanted = f"{reference}^{{commit}}"
        done = _run(self.folder, ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted), self.staging)
        found = done.stdout.decode(errors="replace").strip()
        if done.returncode or not found:
            if reference == "HEAD":
                raise GovscanError("HEAD is not a commit: this branch has none yet")
            advice = f"; {_DEEPEN}" if self.shallow else ""
            remote, slash, branch = reference.partition("/")
            fetch = f"git fetch {remote} {branch}" if slash and remote == "origin" else "git fetch"
            raise GovscanError(f"git knows no commit {reference!r} here (run `{fetch}` first?){advice}")
        return found

    def merge_base(self, one: str, other: str) -> str:
        """The commit at which two histories parted; the first that git names where there are several.

        Raises:
            GovscanError: they have none in common, or the clone does not reach back to it.
        """
        done = _run(self.folder, ("merge-base", one, other), self.staging)
        found = done.stdout.decode(errors="replace").split()
        if found:
            return found[0]
        if self.shallow:
            raise GovscanError(f"where {one[:12]} and {other[:12]} parted cannot be seen: {_DEEPEN}")
        raise GovscanError(
            f"{one[:12]} and {other[:12]} have no history in common; compare them as they are with --no-merge-base"
        )

    def files(self, tree: str) -> tuple[Entry, ...]:
        """Every file of a commit, in git's order."""
        rows = self.ask("ls-tree", "-r", "-z", "-l", "--full-tree", tree).split(b"\0")
        return tuple(_entry(row) for row in rows if row)

    def sizes(self, blobs: Sequence[str]) -> dict[str, int]:
        """The number of bytes of each blob that this clone has.

        Raises:
            GovscanError: git failed.
        """
        wanted = "".join(f"{blob}\n" for blob in dict.fromkeys(blobs))
        done = _run(self.folder, ("cat-file", "--batch-check"), self.staging, wanted.encode())
        if done.returncode:
            raise GovscanError(f"git cat-file failed: {_said(done.stderr)}")
        rows = (row.split() for row in done.stdout.splitlines())
        return {row[0].decode(): int(row[2]) for row in rows if len(row) == 3}

    def contents(self, blobs: Sequence[str], limits: Sequence[int]) -> Iterator[bytes | None]:
        """The bytes of each blob in turn, of each at most so many as its limit says; None for one that is not in this
        clone.

        Raises:
            GovscanError: git stopped in between.
        """
        command = ["git", *_HARDENED, "cat-file", "--batch"]
        with subprocess.Popen(  # noqa: S603 - fixed arguments
            command,
            cwd=self.folder,
            env=_environment(self.staging),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            asking = threading.Thread(target=_write, args=(process.stdin, blobs), daemon=True)
            watch = threading.Timer(TIMEOUT, process.kill)
            watch.daemon = True
            asking.start()
            watch.start()
            try:
                for blob, limit in zip(blobs, limits, strict=True):
                    yield _read(process.stdout, blob, limit)
            finally:
                watch.cancel()
                process.kill()
                asking.join()


def open_repository(path: Path, *, staging: bool = False) -> Repository:
    """The repository that a folder lies in. `staging` is for a commit hook, which git tells of the index to read.

    Raises:
        GovscanError: git is not installed, the folder is in no repository, or git does not trust it.
    """
    if not path.is_dir():
        raise GovscanError(f"{path}: no such folder")
    questions = ("--is-bare-repository", "--is-shallow-repository", "--is-inside-work-tree", "--absolute-git-dir")
    done = _run(path, ("rev-parse", *questions), staging)
    if done.returncode:
        said = _said(done.stderr)
        if "dubious ownership" in said:
            raise GovscanError(f"git does not trust {path}: {said}; see `git help config`, safe.directory")
        raise GovscanError(f"{path} is not in a git repository" if "not a git repository" in said else f"git: {said}")
    bare, shallow, inside, folder = done.stdout.decode(errors="surrogateescape").split("\n")[:4]
    top, prefix = Path(folder), ""
    if inside == "true":
        told = _run(path, ("rev-parse", "--show-toplevel", "--show-prefix"), staging).stdout
        shown = told.decode(errors="surrogateescape").split("\n")
        top, prefix = Path(shown[0]), shown[1]
    name = top.name.removesuffix(".git") or top.parent.name
    return Repository(path, top, prefix, name, bare == "true" or inside != "true", shallow == "true", staging)


def clone(address: str, folder: Path) -> None:
    """Fetch the newest commit of a repository that the user names, and lay its files out in `folder`, which is empty.
    No history, no tags, no submodules; nothing that the repository or a template brings is run.

    Raises:
        GovscanError: nobody answers there, it is no repository, or git may not go there by itself.
    """
    if address.startswith("-") or any(ord(char) < 32 for char in address):
        raise GovscanError(f"{address!r} is no address of a repository")
    ways = (part for way in _WAYS for part in ("-c", f"protocol.{way}.allow=always"))
    options = ("--depth", "1", "--single-branch", "--no-tags", "--no-recurse-submodules", "--quiet", "--template=")
    done = _run(folder, (*ways, *_PLAIN, "clone", *options, "--", address, "."), staging=False)
    if done.returncode:
        raise GovscanError(f"{address} cannot be cloned: {_said(done.stderr)}")


def _run(
    folder: Path, arguments: Sequence[str], staging: bool, asked: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - a list, never a shell
            ["git", *_HARDENED, *arguments],  # noqa: S607 - the git that the user's PATH has
            cwd=folder,
            env=_environment(staging),
            capture_output=True,
            input=asked,
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError as error:
        raise GovscanError("git is not installed") from error
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:  # ValueError: a NUL in an argument
        raise GovscanError(f"git {arguments[0]} could not be run: {error}") from error


def _environment(staging: bool) -> dict[str, str]:
    """The environment without what steers git from outside, but for where a hook's repository and index are, and
    which folders the user trusts."""
    kept = ("GIT_CEILING_DIRECTORIES", *(("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE") if staging else ()))
    told = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")  # safe.directory in CI
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in kept or name.startswith(told)
    }
    return clean | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


def _said(stderr: bytes) -> str:
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ")[:300] if lines else "it gave no reason"


def _entry(row: bytes) -> Entry:
    head, _, path = row.partition(b"\t")
    mode, _, blob, size = head.decode("ascii").split()
    return Entry(mode, blob, int(size) if size.isdigit() else 0, path.decode(errors="surrogateescape"))


def _write(pipe: IO[bytes], blobs: Iterable[str]) -> None:
    try:
        with pipe:
            pipe.writelines(f"{blob}\n".encode() for blob in blobs)
    except OSError:  # git has gone; whoever reads its answers says so
        return


def _read(pipe: IO[bytes], blob: str, limit: int) -> bytes | None:
    head = pipe.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        if head[1:] == [b"missing"]:
            return None
        raise GovscanError(f"git could not read the file content {blob[:12]}")
    size = int(head[2])
    data = pipe.read(min(size, limit))
    left = size - len(data) + 1  # and the line feed behind it
    while left > 0:
        skipped = pipe.read(min(left, 1 << 20))
        if not skipped:
            raise GovscanError("git stopped while it was read")
        left -= len(skipped)
    return data
