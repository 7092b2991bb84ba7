"""Policies of other repositories enter by their addresses, copies beside the policy leave.

The only place at which a policy is fetched, by `git`, when a person asks for it. The commit is part of the address, so
what is stored cannot change; the hook and CI read the copy.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from govscan import limits
from govscan.errors import GovscanError
from govscan.evaluate.layers import GIT, Refused, Vendored, vendored
from govscan.evaluate.reading import read_mapping

SECONDS: Final = 120
_SAFE: Final = (
    *("-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "core.fsmonitor=false"),
    *("-c", "credential.interactive=false"),
)


def wanted_by(policy: Path) -> Iterator[Vendored]:
    """The files of other repositories that a policy extends.

    Raises:
        govscan.errors.InvalidInput: the policy is no YAML mapping.
        GovscanError: an entry that names no file of a repository.
    """
    node, _ = read_mapping(policy, policy.as_posix())
    extends = node.get("extends")
    for entry in extends.entries if extends is not None else ():
        if entry.text and entry.text.startswith(GIT):
            found = vendored(entry.text)
            if isinstance(found, Refused):
                raise GovscanError(f"{policy}:{entry.line}: {found.message}; {found.hint}")
            yield found


def fetched(wanted: Vendored) -> bytes:
    """The bytes of the file at its commit.

    Raises:
        GovscanError: git is missing, the repository cannot be reached, the commit or the file is not there.
    """
    with tempfile.TemporaryDirectory() as folder:
        _git(folder, "init", "-q", "--bare")
        _git(folder, "fetch", "-q", "--depth", "1", "--no-tags", "--", wanted.url, wanted.commit)
        data = _git(folder, "cat-file", "blob", f"{wanted.commit}:{wanted.path}")
    if len(data) > limits.RECORD_BYTES:
        raise GovscanError(f"{wanted.path} of {wanted.url} is larger than {limits.RECORD_BYTES} bytes")
    return data


def _git(folder: str, *words: str) -> bytes:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_DIR": folder}
    try:
        done = subprocess.run(  # noqa: S603 - an address of the policy's own, no shell, no option after `--`
            ["git", *_SAFE, *words],  # noqa: S607 - the git that the person uses
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise GovscanError("git is not installed; it is needed to store the policy of another repository") from error
    except subprocess.TimeoutExpired as error:
        raise GovscanError(f"git {words[0]} took longer than {SECONDS} seconds") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise GovscanError(f"git {words[0]} failed: {said[-1] if said else 'no reason given'}")
    return done.stdout
