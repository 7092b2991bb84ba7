"""A bundle and the signers that a policy trusts enter, the one who signed leaves.

Cryptography is that of the packages `cryptography` and `sigstore` (the extra `signing`), imported when a signature is
there to be verified. Keyless signatures are verified against the root of trust that `sigstore` ships: no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from govscan.policy import Signer, SignerKind
from govscan.provenance.bundle import Bundle, UnfitError
from govscan.provenance.statement import PAYLOAD

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

MISSING: Final = "it was not verified: install govscan[signing]"
_ROOT: Final = "https%3A%2F%2Ftuf-repo-cdn.sigstore.dev"
_HASH_OF_CURVE: Final = {256: "SHA256", 384: "SHA384", 521: "SHA512"}


class UntrustedError(Exception):
    """Nobody whom the policy trusts has signed this; `broken` where it claims so, and it is not true."""

    def __init__(self, message: str, broken: bool = False) -> None:
        super().__init__(message)
        self.broken = broken


def verified_by(bundle: Bundle, signers: Sequence[Signer]) -> Signer:
    """The trusted signer whose signature this is.

    Raises:
        UntrustedError: it is nobody's, or broken.
        UnfitError: it cannot be verified here.
    """
    if bundle.payload_type != PAYLOAD:
        raise UnfitError(f"what is signed is of the type {bundle.payload_type[:60]}, not {PAYLOAD}")
    try:
        import cryptography  # noqa: F401
    except ImportError as error:
        raise UnfitError(MISSING) from error
    if bundle.keyless:
        return _keyless(bundle, [signer for signer in signers if signer.kind is SignerKind.IDENTITY])
    if bundle.chain:
        return _by_certificate(bundle, [signer for signer in signers if signer.kind is SignerKind.CERTIFICATE])
    return _by_key(bundle, [signer for signer in signers if signer.kind is SignerKind.KEY])


# --- keys -----------------------------------------------------------------------------------------------------------


def _by_key(bundle: Bundle, signers: Sequence[Signer]) -> Signer:
    from cryptography.hazmat.primitives import serialization

    for signer in signers:
        try:
            key = serialization.load_pem_public_key(signer.material.encode())
        except ValueError as error:
            raise UnfitError(
                f"the public key of the signer {signer.name!r} in {signer.place} cannot be read"
            ) from error
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        claimed = bundle.hint == hashlib.sha256(pem).hexdigest()
        if _holds(key, bundle):
            return signer
        if claimed:
            raise UntrustedError(f"it claims to be of {signer.name}, and is not: the signature is broken", broken=True)
    whose = f"the key with the SHA-256 {bundle.hint[:64]}" if _is_digest(bundle.hint) else "a key that is not named"
    raise UntrustedError(f"it is made with {whose}, which the policy does not trust, or it is broken")


def _is_digest(hint: str) -> bool:
    return len(hint) == 64 and all(char in "0123456789abcdef" for char in hint)


def _holds(key: PublicKeyTypes, bundle: Bundle) -> bool:
    """Whether the signature is one over the envelope by this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    signed = b"DSSEv1 %d %b %d %b" % (len(PAYLOAD), PAYLOAD.encode(), len(bundle.payload), bundle.payload)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size in _HASH_OF_CURVE:
            made_with = getattr(hashes, _HASH_OF_CURVE[key.curve.key_size])()
            key.verify(bundle.signature, signed, ec.ECDSA(made_with))
            return True
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(bundle.signature, signed)
            return True
    except InvalidSignature:
        return False
    raise UnfitError("it is made with a kind of key that is not known: not an elliptic curve of 256, 384 or 521 bits")


# --- certificates ---------------------------------------------------------------------------------------------------


def _by_certificate(bundle: Bundle, signers: Sequence[Signer]) -> Signer:
    from cryptography import x509

    try:
        chain = [x509.load_der_x509_certificate(each) for each in bundle.chain]
        leaf = chain[0]
        if not _may_sign(leaf):
            raise UntrustedError("its certificate is not one for signing")
        key = leaf.public_key()
    except ValueError as error:
        raise UnfitError("its certificate cannot be read") from error
    for signer in signers:
        if any(_leads_to(leaf, chain[1:], root) for root in _roots(signer)):
            if _holds(key, bundle):
                return signer
            raise UntrustedError(f"its certificate is of {signer.name}, and the signature is broken", broken=True)
    finger = hashlib.sha256(bundle.chain[0]).hexdigest()
    raise UntrustedError(f"its certificate (SHA-256 {finger}) is of nobody whom the policy trusts")


def _roots(signer: Signer) -> list[x509.Certificate]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(signer.material.encode())
    except ValueError as error:
        raise UnfitError(f"the certificate of the signer {signer.name!r} in {signer.place} cannot be read") from error


def _may_sign(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        if certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            return True
    except x509.ExtensionNotFound:
        pass
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return x509.oid.ExtendedKeyUsageOID.CODE_SIGNING in usage


def _leads_to(leaf: x509.Certificate, others: Sequence[x509.Certificate], root: x509.Certificate) -> bool:
    """Whether a chain leads from a certificate to a trusted one: each issued by the next, which is one that may issue
    and was valid when the first was made. Signing has no time of its own, so expiry is not looked at after that."""
    if leaf == root:
        return True
    current, left, when = leaf, [*others], leaf.not_valid_before_utc
    while True:
        if _issued(current, root, when):
            return True
        issuer = next((each for each in left if _issued(current, each, when)), None)
        if issuer is None:
            return False
        left.remove(issuer)
        current = issuer


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, when: Any) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = [each.value for each in issuer.extensions if each.oid == x509.KeyUsage.oid]
        if any(not each.key_cert_sign for each in usage):
            return False
        if not constraints.ca or not issuer.not_valid_before_utc <= when <= issuer.not_valid_after_utc:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, InvalidSignature, ValueError, TypeError):
        return False
    return True


# --- identities -----------------------------------------------------------------------------------------------------


def _keyless(bundle: Bundle, signers: Sequence[Signer]) -> Signer:
    try:
        from sigstore.errors import Error, VerificationError
        from sigstore.models import Bundle as SigstoreBundle
        from sigstore.verify import Verifier
        from sigstore.verify.policy import Identity
    except ImportError as error:
        raise UnfitError(MISSING) from error
    if not signers:
        raise UntrustedError("it is made by an identity, and the policy trusts none")
    try:
        read = SigstoreBundle.from_json(bundle.text)
    except (Error, ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnfitError("it is no Sigstore bundle of a kind that is known") from error
    verifier = Verifier(trusted_root=_trusted_root())
    for signer in signers:
        try:
            _, payload = verifier.verify_dsse(read, Identity(identity=signer.material, issuer=signer.issuer))
        except VerificationError:
            continue
        except (Error, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
            raise UnfitError("it cannot be verified against the root of trust that sigstore ships") from error
        if payload == bundle.payload:
            return signer
    raise UntrustedError("it is of no identity that the policy trusts, or it is broken")


def _trusted_root() -> Any:
    """The root of trust of Sigstore's public instance, as the installed package has it: newer than that nothing is
    known here, and nobody is asked."""
    from importlib.resources import as_file, files

    from sigstore.models import TrustedRoot

    try:
        with as_file(files("sigstore") / "_store" / _ROOT / "trusted_root.json") as path:
            return TrustedRoot.from_file(str(path))
    except (OSError, ValueError) as error:
        raise UnfitError("the installed sigstore ships no root of trust") from error
