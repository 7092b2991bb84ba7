"""Keys, certificates and models of these tests, and signatures that OpenSSF's own library makes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from govscan.evidence import Signature
from govscan.policy import Place, Signer, SignerKind
from govscan.provenance.verify import verify

PLACE = Place("govscan.yaml", 3, 3)
FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 1000, "sub/tokenizer.json": b"{}", "empty.txt": b""}


def private(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


def write_private(key: ec.EllipticCurvePrivateKey, path: Path) -> Path:
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*kinds))
    return path


def public(key: ec.EllipticCurvePrivateKey) -> str:
    kinds = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*kinds).decode()


def certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    by: ec.EllipticCurvePrivateKey,
    authority: bool = False,
    signs: bool = True,
    start: dt.datetime = dt.datetime(2026, 1, 1),
) -> x509.Certificate:
    def called(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    made = (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority and signs:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
    return made.sign(by, hashes.SHA256())


def pem(made: x509.Certificate) -> str:
    return made.public_bytes(serialization.Encoding.PEM).decode()


ROOT = private()
AUTHORITY = certificate("root", ROOT, "root", ROOT, authority=True)


def model_in(folder: Path) -> Path:
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def by_key(name: str, key: ec.EllipticCurvePrivateKey) -> Signer:
    return Signer(name, SignerKind.KEY, public(key), PLACE)


def by_root(name: str, root: x509.Certificate) -> Signer:
    return Signer(name, SignerKind.CERTIFICATE, pem(root), PLACE)


def verdict_of(model: Path, file: Path, *signers: Signer) -> Signature:
    real = model.resolve()
    [found] = verify(real, real if real.is_dir() else real.parent, [file.resolve()], signers, True)
    return found
