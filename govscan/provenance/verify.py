"""Signatures that lie beside a model (OpenSSF Model Signing, in Sigstore bundles): a folder and the signers that a
policy trusts enter, for every signature file a verdict leaves.

The signature is verified first, then what it says is compared with the files. Nothing of the model is loaded, no
network is asked. Reading all bytes of a model takes a second for each gigabyte or so: the caller decides to pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govscan.evidence import Signature, SignatureVerdict
from govscan.policy import Signer
from govscan.provenance.bundle import Bundle, UnfitError, read_bundles
from govscan.provenance.files import compare
from govscan.provenance.statement import Manifest, read_manifest
from govscan.provenance.trust import UntrustedError, verified_by


def verify(
    model: Path, boundary: Path, files: Sequence[Path], signers: Sequence[Signer], hashing: bool
) -> tuple[Signature, ...]:
    """The verdicts of the signature files of `model`, a folder or a single file, a real path; no link is followed out
    of `boundary`. Where not `hashing`, the verdict is open: nobody compares files that may be of several gigabytes."""
    found: list[Signature] = []
    for file in files:
        try:
            bundles = read_bundles(file)
        except UnfitError as error:
            found.append(Signature(file.name, SignatureVerdict.UNVERIFIED, reason=str(error)))
            continue
        if not signers:
            reason = "the policy trusts nobody: it has no `signers`"
        elif not hashing:
            reason = "files are not compared by a commit hook: govscan scan does"
        else:
            found.extend(_verdict(file.name, model, boundary, bundle, files, signers) for bundle in bundles)
            continue
        found.append(Signature(file.name, SignatureVerdict.UNVERIFIED, reason=reason))
    return tuple(found)


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
