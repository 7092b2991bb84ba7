"""What a scan has verified, so that a commit hook need not read weights: the stamps of the files then, compared with
those of now. Who can write here can write the model as well; CI verifies anew."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from govscan.evidence import Signature, SignatureVerdict
from govscan.policy import Signer
from govscan.provenance.bundle import UnfitError
from govscan.provenance.files import walk

FOLDER: Final = "signatures"


class Memory:
    """Of one model, its signature file and the signers of a policy. `home` is the cache, None for no memory."""

    def __init__(self, home: Path | None, model: Path, boundary: Path, file: Path, signers: Sequence[Signer]) -> None:
        said = repr((str(model), str(file), [(one.name, one.kind.value, one.material, one.issuer) for one in signers]))
        self.place = home / FOLDER / hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest() if home else None
        self.model, self.boundary, self.file = model, boundary, file

    def keep(self, found: Sequence[Signature]) -> None:
        """Remember that all signatures of the file hold; forget what else was known of it."""
        if self.place is None:
            return
        valid = bool(found) and all(each.verdict is SignatureVerdict.VALID for each in found)
        with contextlib.suppress(OSError, UnfitError):
            if not valid:
                self.place.unlink(missing_ok=True)
                return
            self.place.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.place.with_suffix(f".{os.getpid()}")
            fresh.write_text("\n".join((self.stamp(), *(each.signer for each in found))), encoding="utf-8")
            fresh.replace(self.place)

    def recall(self) -> tuple[Signature, ...]:
        """The signatures that held when the files were the same as now; none where nobody knows."""
        if self.place is None:
            return ()
        try:
            stamp, *signers = self.place.read_text(encoding="utf-8").split("\n")
            known = stamp == self.stamp()
        except (OSError, ValueError, UnfitError):
            return ()
        return tuple(Signature(self.file.name, SignatureVerdict.VALID, name) for name in signers) if known else ()

    def stamp(self) -> str:
        """A digest over names, sizes and times of all files; the time of the last change of a file's record cannot be
        set back."""
        rows = []
        for name, path, is_link in (*walk(self.model, self.boundary), ("", self.file, False)):
            now = path.stat()
            rows.append((name, is_link, now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino))
        return hashlib.sha256(repr(sorted(rows)).encode("utf-8", "surrogatepass")).hexdigest()
