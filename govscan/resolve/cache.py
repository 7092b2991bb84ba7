"""The Hugging Face cache of this machine, read by its layout: `models--org--name/{refs,snapshots,blobs}`.

An identity enters, the snapshot of its revision leaves. The Hub's client is not imported: a commit hook cannot wait
for it. The cache holds what somebody downloaded, so a file that is not there proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from govscan.evidence import Evidence, Resolved
from govscan.policy import Signer
from govscan.reference import Identity
from govscan.resolve.documents import is_card, is_license
from govscan.resolve.folder import Folder
from govscan.resolve.names import is_hub_id, is_revision

_HEX = frozenset("0123456789abcdef")


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where huggingface_hub keeps its cache, by the variables it reads itself."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environment.get(name):
            return Path(os.path.expandvars(environment[name])).expanduser()
    base = environment.get("XDG_CACHE_HOME") or "~/.cache"
    home = environment.get("HF_HOME") or f"{base}/huggingface"
    return Path(os.path.expandvars(home)).expanduser() / "hub"


def is_commit(revision: str | None) -> bool:
    """Whether a revision is a full commit, which can only ever mean one content."""
    return revision is not None and len(revision) == 40 and _HEX.issuperset(revision)


class Cache:
    """Answers from the cache. With `pinned_only` just for a full commit whose card and license text are both there:
    where the Hub can be asked, a branch may have moved, and a partial snapshot must not hide a license text."""

    def __init__(
        self,
        pinned_only: bool,
        environment: Mapping[str, str] = os.environ,
        signers: Sequence[Signer] = (),
        hashing: bool = True,
    ) -> None:
        self.pinned_only, self.environment = pinned_only, environment
        self.signers, self.hashing = signers, hashing

    def answer(self, identity: Identity) -> Evidence | None:
        if identity.provider != "huggingface" or not is_hub_id(identity.name):
            return None
        if self.pinned_only and not is_commit(identity.revision):
            return None
        try:
            return self._read(identity)
        except (OSError, RuntimeError, ValueError):  # unreadable or no cache at all: the next resolver is asked
            return None

    def _read(self, identity: Identity) -> Evidence | None:
        home = cache_folder(self.environment) / ("models--" + identity.name.replace("/", "--"))
        if not home.is_dir():
            return None
        home = home.resolve()
        commit = _commit(home, identity.revision or "main")
        snapshot = (home / "snapshots" / commit).resolve() if commit else home
        if commit is None or not snapshot.is_dir() or not snapshot.is_relative_to(home / "snapshots"):
            return None
        folder = Folder(snapshot, home, lambda name: str(snapshot / name))
        contents = folder.contents()
        has_card = any(is_card(document.name) for document in contents.documents)
        has_license = any(is_license(document.name) for document in contents.documents)
        if not (has_card or has_license) or (self.pinned_only and not (has_card and has_license)):
            return None
        notes = contents.notes
        if not has_license:
            notes += ("the cache holds no license file of this revision; whether the Hub has one was not asked",)
        return Resolved(
            identity,
            "hf-cache",
            commit,
            contents.documents,
            contents.artifacts,
            headers=contents.headers,
            examined=contents.examined,
            code=folder.code(contents.documents, identity.name) if "config.json" in folder.sizes else None,
            notes=notes,
            signatures=folder.signatures(self.signers, self.hashing),
        )


def _commit(home: Path, revision: str) -> str | None:
    """The commit that a revision meant when it was downloaded."""
    if is_commit(revision):
        return revision
    if not is_revision(revision):
        return None
    ref = (home / "refs" / revision).resolve()
    if not ref.is_relative_to(home / "refs") or not ref.is_file():
        return None
    with ref.open("rb") as file:
        commit = file.read(64).decode("ascii", "replace").strip()
    return commit if is_commit(commit) else None
