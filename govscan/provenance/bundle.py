"""A signature file enters, its Sigstore bundles leave, as plain data: https://docs.sigstore.dev/about/bundle/ around a
DSSE envelope, https://github.com/secure-systems-lab/dsse. Nothing is believed here."""

from __future__ import annotations

import base64
import binascii
import json
import stat
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from govscan import limits

_MEDIA: Final = "application/vnd.dev.sigstore.bundle"


class UnfitError(Exception):
    """A signature that says nothing that can be checked, in a sentence."""


class Bundle(Struct, frozen=True):
    """One signature over `payload`. It is made with a key (`hint` may be its fingerprint), with a certificate
    (`chain` in DER, that of the signer first), or `keyless`: with a certificate of an hour, and an entry in a log."""

    text: str
    payload_type: str
    payload: bytes
    signature: bytes
    hint: str = ""
    chain: tuple[bytes, ...] = ()
    keyless: bool = False


def read_bundles(file: Path) -> tuple[Bundle, ...]:
    """The bundles of a file.

    Raises:
        UnfitError: unreadable, too large, no Sigstore bundle, or one of another kind of content.
    """
    text = _text(file)
    lines = [line for line in text.split("\n") if line.strip()] if file.name.lower().endswith(".jsonl") else [text]
    if not lines:
        raise UnfitError("the file is empty")
    if len(lines) > limits.SIGNATURES_OF_FILE:
        raise UnfitError(f"it has more than {limits.SIGNATURES_OF_FILE} signatures")
    return tuple(_bundle(line) for line in lines)


def _text(file: Path) -> str:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UnfitError("it is no regular file")
        with file.open("rb") as opened:
            data = opened.read(limits.SIGNATURE_BYTES + 1)
    except OSError as error:
        raise UnfitError(f"it cannot be read: {error.strerror or error}") from error
    if len(data) > limits.SIGNATURE_BYTES:
        raise UnfitError(f"it is larger than {limits.SIGNATURE_BYTES // (1024 * 1024)} MB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnfitError("it is no Sigstore bundle: not UTF-8 text") from error


def parse(text: str) -> Any:
    """JSON of strangers.

    Raises:
        UnfitError: it is none, or too deep, or has a key twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        why = "nested too deep" if isinstance(error, RecursionError) else "not JSON"
        raise UnfitError(f"it is no Sigstore bundle: {why}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnfitError("a key is there twice: readers would not agree on what it says")
    return found


def _bundle(text: str) -> Bundle:
    whole = parse(text)
    if not isinstance(whole, dict) or not str(whole.get("mediaType", "")).startswith(_MEDIA):
        raise UnfitError("it is no Sigstore bundle")
    envelope, material = whole.get("dsseEnvelope"), whole.get("verificationMaterial")
    if not isinstance(envelope, dict):
        raise UnfitError("it signs a single file by its digest; only signatures of whole models are compared")
    signatures = envelope.get("signatures")
    if not isinstance(material, dict) or not isinstance(signatures, list) or len(signatures) != 1:
        raise UnfitError("it is no Sigstore bundle with one signature")
    signature = signatures[0].get("sig") if isinstance(signatures[0], dict) else None
    key = material.get("publicKey")
    chain = material.get("x509CertificateChain")
    listed = chain.get("certificates") if isinstance(chain, dict) else []
    if not isinstance(listed, list) or len(listed) > limits.SIGNATURE_CERTIFICATES:
        raise UnfitError(f"its chain of certificates is none, or has more than {limits.SIGNATURE_CERTIFICATES}")
    logged = bool(material.get("tlogEntries"))
    return Bundle(
        text,
        str(envelope.get("payloadType", "")),
        _bytes(envelope.get("payload"), "payload"),
        _bytes(signature, "signature"),
        str(key.get("hint") or "") if isinstance(key, dict) else "",
        tuple(_bytes(each.get("rawBytes") if isinstance(each, dict) else None, "certificate") for each in listed),
        keyless="certificate" in material or logged,
    )


def _bytes(value: Any, what: str) -> bytes:
    if not isinstance(value, str) or not value:
        raise UnfitError(f"its {what} is missing")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnfitError(f"its {what} is not in base64") from error
