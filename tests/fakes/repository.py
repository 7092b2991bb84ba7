"""A real git repository in a temporary folder, built by a few words.

    repository = Repository(tmp_path)
    repository.write({"app.py": "..."})
    first = repository.commit("one")

Nothing of the user's own git configuration is read, and every commit has the same date.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "tester",
    "GIT_AUTHOR_EMAIL": "tester@example.org",
    "GIT_COMMITTER_NAME": "tester",
    "GIT_COMMITTER_EMAIL": "tester@example.org",
    "GIT_AUTHOR_DATE": "2026-01-05T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-05T12:00:00Z",
}


class Repository:
    def __init__(self, folder: Path, *, bare: bool = False) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *(["--bare"] if bare else []))

    def git(self, *arguments: str, given: bytes = b"") -> str:
        """What git prints; a failure is one of the test."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=clean | QUIET, input=given, capture_output=True, check=False
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr.decode()}"
        return done.stdout.decode(errors="surrogateescape").strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Files as they are to be, not yet staged."""
        for path, content in files.items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, message: str = "change", files: Mapping[str, str | bytes] | None = None) -> str:
        """Write, stage everything and commit, an empty commit where nothing changed. The full id."""
        self.write(files or {})
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def merge(self, *branches: str) -> str:
        """A merge commit; of several branches an octopus."""
        self.git("merge", "-q", "--no-ff", "--no-edit", *branches)
        return self.git("rev-parse", "HEAD")

    def submodule(self, path: str, commit: str) -> None:
        """An entry for another repository that is not cloned here."""
        self.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")

    def tree(self, rows: Sequence[tuple[str, str, bytes]]) -> str:
        """A commit whose tree is made by hand of (mode, name, bytes), names that git would refuse included."""
        body = b""
        for mode, name, data in rows:
            blob = self.git("hash-object", "-w", "--stdin", given=data)
            body += f"{mode} ".encode() + name.encode() + b"\0" + bytes.fromhex(blob)
        tree = self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=body)
        return self.git("commit-tree", tree, "-m", "by hand")
