"""Signatures that lie beside a model (OpenSSF Model Signing, in Sigstore bundles): a folder and the signers that a
policy trusts enter, for every signature file a verdict leaves.

The signature is verified first, then what it says is compared with the files. Nothing of the model is loaded, no
network is asked. Reading all bytes of a model takes a second for each gigabyte or so: the caller decides to pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from govscan.evidence import Signature, SignatureVerdict
from govscan.policy import Signer
from govscan.provenance.bundle import Bundle, UnfitError, read_bundles
from govscan.provenance.files import compare
from govscan.provenance.memory import Memory
from govscan.provenance.statement import Manifest, read_manifest
from govscan.provenance.trust import UntrustedError, verified_by

_NOBODY: Final = "the policy trusts nobody: it has no `signers`"
_IN_A_HOOK: Final = "a commit hook reads no weights; `govscan scan` verifies it, and is remembered"


def verify(
    model: Path,
    boundary: Path,
    files: Sequence[Path],
    signers: Sequence[Signer],
    hashing: bool,
    memory: Path | None = None,
) -> tuple[Signature, ...]:
    """The verdicts of the signature files of `model`, a folder or a single file, a real path; no link is followed out
    of `boundary`. Where not `hashing`, no weights are read: a signature holds if it did the last time, as the cache in
    the folder `memory` knows, and no file was touched since; else its verdict is open."""
    found: list[Signature] = []
    for file in files:
        known = Memory(memory, model, boundary, file, signers)
        if hashing or not signers:
            verdicts = _verdicts(model, boundary, file, files, signers)
            known.keep(verdicts)
        else:
            open_ = Signature(file.name, SignatureVerdict.UNVERIFIED, reason=_IN_A_HOOK)
            verdicts = known.recall() or (open_,)
        found.extend(verdicts)
    return tuple(found)


def _verdicts(
    model: Path, boundary: Path, file: Path, files: Sequence[Path], signers: Sequence[Signer]
) -> tuple[Signature, ...]:
    try:
        bundles = read_bundles(file)
    except UnfitError as error:
        return (Signature(file.name, SignatureVerdict.UNVERIFIED, reason=str(error)),)
    if not signers:
        return (Signature(file.name, SignatureVerdict.UNVERIFIED, reason=_NOBODY),)
    return tuple(_verdict(file.name, model, boundary, bundle, files, signers) for bundle in bundles)


def _verdict(
    name: str, model: Path, boundary: Path, bundle: Bundle, files: Sequence[Path], signers: Sequence[Signer]
) -> Signature:
    try:
        signer = verified_by(bundle, signers)
        manifest: Manifest = read_manifest(bundle.payload)
        ignored = {file.name for file in files if file.parent == model}
        differences = compare(model, boundary, manifest, ignored)
    except UntrustedError as error:
        verdict = SignatureVerdict.INVALID if error.broken else SignatureVerdict.UNTRUSTED
        return Signature(name, verdict, reason=str(error))
    except UnfitError as error:
        return Signature(name, SignatureVerdict.UNVERIFIED, reason=str(error))
    if differences:
        return Signature(name, SignatureVerdict.INVALID, signer.name, "; ".join(differences))
    return Signature(name, SignatureVerdict.VALID, signer.name)
