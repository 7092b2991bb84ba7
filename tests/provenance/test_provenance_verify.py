"""Signatures made by OpenSSF's library hold, and everything that happens to a model or a signature afterwards shows."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from model_signing import hashing, signing
from signing_keys import (
    AUTHORITY,
    PLACE,
    ROOT,
    by_key,
    by_root,
    certificate,
    model_in,
    pem,
    private,
    verdict_of,
    write_private,
)

from govscan import limits
from govscan.evidence import SignatureVerdict
from govscan.policy import Signer, SignerKind
from govscan.provenance.bundle import UnfitError, read_bundles
from govscan.provenance.statement import read_manifest
from govscan.provenance.verify import verify

TEAM, STRANGER = private(), private(ec.SECP384R1())
VALID, INVALID, UNTRUSTED, UNVERIFIED = (
    SignatureVerdict.VALID,
    SignatureVerdict.INVALID,
    SignatureVerdict.UNTRUSTED,
    SignatureVerdict.UNVERIFIED,
)


def signed(
    folder: Path, key: ec.EllipticCurvePrivateKey = TEAM, config: hashing.Config | None = None
) -> tuple[Path, Path]:
    """A model and the signature beside its files."""
    model = model_in(folder / "model")
    file = model / "model.sig"
    config = config or hashing.Config().set_ignored_paths(paths=["model.sig"])
    maker = signing.Config().use_elliptic_key_signer(private_key=write_private(key, folder / "key.pem"))
    maker.set_hashing_config(config).sign(model, file)
    return model, file


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
def test_a_signature_holds(tmp_path: Path, curve: ec.EllipticCurve) -> None:
    key = private(curve)
    model, file = signed(tmp_path, key)
    found = verdict_of(model, file, by_key("stranger", STRANGER), by_key("team", key))
    assert (found.verdict, found.signer, found.reason) == (VALID, "team", "")


@pytest.mark.parametrize("algorithm", ["sha256", "blake2", "blake3"])
def test_every_kind_of_digest(tmp_path: Path, algorithm: Any) -> None:
    config = hashing.Config().use_file_serialization(hashing_algorithm=algorithm)
    model, file = signed(tmp_path, config=config)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID


def test_files_in_parts(tmp_path: Path) -> None:
    model, file = signed(tmp_path, config=hashing.Config().use_shard_serialization(shard_size=1000))
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID
    with (model / "model.safetensors").open("r+b") as weights:
        weights.seek(4321)
        weights.write(b"!")
    found = verdict_of(model, file, by_key("team", TEAM))
    assert (found.verdict, found.reason) == (INVALID, "changed: model.safetensors")
    (model / "model.safetensors").write_bytes(b"weights" * 1000 + b"more")
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is INVALID
    (model / "model.safetensors").write_bytes(b"weights" * 1000)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID


def test_a_single_file(tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF" * 100)
    file = tmp_path / "model.gguf.sig"
    maker = signing.Config().use_elliptic_key_signer(private_key=write_private(TEAM, tmp_path / "key.pem"))
    maker.sign(model, file)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID
    model.write_bytes(b"GGUF" * 101)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is INVALID


def change(model: Path) -> None:
    (model / "model.safetensors").write_bytes(b"Weights" * 1000)


def lengthen(model: Path) -> None:
    (model / "config.json").write_bytes(b"{} ")


def add(model: Path) -> None:
    (model / "sub" / "extra.py").write_bytes(b"import os")


def add_hidden(model: Path) -> None:
    (model / ".hidden").mkdir()
    (model / ".hidden" / "x.bin").write_bytes(b"x")


def remove(model: Path) -> None:
    (model / "sub" / "tokenizer.json").unlink()


def exchange(model: Path) -> None:
    one, other = model / "config.json", model / "empty.txt"
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def rename(model: Path) -> None:
    (model / "config.json").rename(model / "CONFIG.json")


def link(model: Path) -> None:
    (model / "real").write_bytes((model / "config.json").read_bytes())
    (model / "config.json").unlink()
    (model / "config.json").symlink_to("real")


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (change, "changed: model.safetensors"),
        (lengthen, "changed: config.json"),
        (add, "added: sub/extra.py"),
        (add_hidden, "added: .hidden/x.bin"),
        (remove, "missing: sub/tokenizer.json"),
        (exchange, "changed: config.json, empty.txt"),
        (rename, "added: CONFIG.json; missing: config.json"),
        (link, "added: real; a link: config.json"),
    ],
)
def test_tampering_shows(tmp_path: Path, tamper: Callable[[Path], None], reason: str) -> None:
    model, file = signed(tmp_path)
    tamper(model)
    found = verdict_of(model, file, by_key("team", TEAM))
    assert (found.verdict, found.signer, found.reason) == (INVALID, "team", reason)


def test_links_that_lead_out_or_nowhere_and_special_files_are_never_valid(tmp_path: Path) -> None:
    for number, make in enumerate(
        (
            lambda path: path.symlink_to("/etc/passwd"),
            lambda path: path.symlink_to("nowhere"),
            lambda path: path.symlink_to("loop"),
            os.mkfifo,
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        model, file = signed(folder)
        make(model / "loop")
        found = verdict_of(model, file, by_key("team", TEAM))
        assert found.verdict is UNVERIFIED
        assert "loop" in found.reason


def test_what_is_ignored_may_change_unless_it_is_weights_or_code(tmp_path: Path) -> None:
    config = hashing.Config().set_ignored_paths(paths=["model.sig", "README.md", "logs"])
    model, file = signed(tmp_path, config=config)
    (model / "logs").mkdir()
    (model / "logs" / "a.txt").write_text("x")
    (model / "README.md").write_text("x")
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID
    (model / "logs" / "adapter.bin").write_bytes(b"x")
    found = verdict_of(model, file, by_key("team", TEAM))
    assert (found.verdict, found.reason) == (UNVERIFIED, "the signature leaves out logs/adapter.bin")


def test_the_wrong_key_is_nobody(tmp_path: Path) -> None:
    model, file = signed(tmp_path)
    found = verdict_of(model, file, by_key("stranger", STRANGER))
    assert found.verdict is UNTRUSTED
    assert "does not trust" in found.reason
    assert verdict_of(model, file, by_root("root", AUTHORITY)).verdict is UNTRUSTED


def test_without_signers_or_in_a_hook_nothing_is_compared(tmp_path: Path) -> None:
    model, file = signed(tmp_path)
    [found] = verify(model, model, [file], (), True)
    assert (found.verdict, found.reason) == (UNVERIFIED, "the policy trusts nobody: it has no `signers`")
    (model / "model.safetensors").chmod(0)
    [found] = verify(model, model, [file], (by_key("team", TEAM),), False)
    assert found.verdict is UNVERIFIED
    assert "hook" in found.reason


@pytest.mark.parametrize("package", ["cryptography", "sigstore.errors"])
def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    model, file = signed(tmp_path)
    edited(file, as_keyless)
    monkeypatch.setitem(sys.modules, package, None)
    found = verdict_of(model, file, by_key("team", TEAM), SOMEBODY)
    assert (found.verdict, found.reason) == (UNVERIFIED, "it was not verified: install govscan[signing]")


def edited(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    whole = json.loads(file.read_text())
    change(whole)
    file.write_text(json.dumps(whole))


def other_payload(whole: dict[str, Any]) -> None:
    payload = json.loads(base64.b64decode(whole["dsseEnvelope"]["payload"]))
    payload["predicate"]["resources"][0]["digest"] = "0" * 64
    whole["dsseEnvelope"]["payload"] = base64.b64encode(json.dumps(payload).encode()).decode()


def other_signature(whole: dict[str, Any]) -> None:
    data = bytearray(base64.b64decode(whole["dsseEnvelope"]["signatures"][0]["sig"]))
    data[-1] ^= 1
    whole["dsseEnvelope"]["signatures"][0]["sig"] = base64.b64encode(data).decode()


def no_hint(whole: dict[str, Any]) -> None:
    other_signature(whole)
    whole["verificationMaterial"]["publicKey"] = {}


def two_signatures(whole: dict[str, Any]) -> None:
    whole["dsseEnvelope"]["signatures"] *= 2


def other_type(whole: dict[str, Any]) -> None:
    whole["dsseEnvelope"]["payloadType"] = "text/plain"


def as_keyless(whole: dict[str, Any]) -> None:
    whole["verificationMaterial"]["tlogEntries"] = [{"logIndex": "1"}]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [(other_payload, INVALID), (other_signature, INVALID), (no_hint, UNTRUSTED), (two_signatures, UNVERIFIED),
     (other_type, UNVERIFIED), (as_keyless, UNTRUSTED)],
)  # fmt: skip
def test_broken_envelopes(tmp_path: Path, change: Callable[[dict[str, Any]], None], verdict: SignatureVerdict) -> None:
    model, file = signed(tmp_path)
    edited(file, change)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is verdict


# --- certificates ---------------------------------------------------------------------------------------------------

MIDDLE, LEAF = private(), private()
BETWEEN = certificate("middle", MIDDLE, "root", ROOT, authority=True)
OWN = certificate("signer", LEAF, "middle", MIDDLE, start=dt.datetime(2026, 3, 1))
OTHER_ROOT = private()
OTHER_AUTHORITY = certificate("root", OTHER_ROOT, "root", OTHER_ROOT, authority=True)


def certified(folder: Path, leaf: Any, chain: list[Any], key: ec.EllipticCurvePrivateKey = LEAF) -> tuple[Path, Path]:
    model = model_in(folder / "model")
    (folder / "leaf.pem").write_text(pem(leaf))
    (folder / "chain.pem").write_text("".join(map(pem, chain)))
    maker = signing.Config().use_certificate_signer(
        private_key=write_private(key, folder / "key.pem"),
        signing_certificate=folder / "leaf.pem",
        certificate_chain=[folder / "chain.pem"],
    )
    file = model / "model.sig"
    maker.set_hashing_config(hashing.Config().set_ignored_paths(paths=["model.sig"])).sign(model, file)
    return model, file


def test_a_chain_that_leads_to_a_trusted_root(tmp_path: Path) -> None:
    model, file = certified(tmp_path, OWN, [BETWEEN, AUTHORITY])
    found = verdict_of(model, file, by_key("team", TEAM), by_root("vendor", AUTHORITY))
    assert (found.verdict, found.signer) == (VALID, "vendor")
    change(model)
    assert verdict_of(model, file, by_root("vendor", AUTHORITY)).verdict is INVALID


@pytest.mark.parametrize(
    ("leaf", "chain", "root"),
    [
        (OWN, [BETWEEN, AUTHORITY], OTHER_AUTHORITY),  # a root of the same name
        (OWN, [AUTHORITY], AUTHORITY),  # a link of the chain is missing
        (certificate("signer", LEAF, "middle", MIDDLE, signs=False), [BETWEEN], AUTHORITY),  # not for signing
        (
            certificate("signer", LEAF, "m", MIDDLE),
            [certificate("m", MIDDLE, "root", ROOT)],
            AUTHORITY,
        ),  # may not issue
        (certificate("signer", LEAF, "middle", MIDDLE, start=dt.datetime(2036, 1, 1)), [BETWEEN], AUTHORITY),  # later
    ],
)
def test_chains_that_lead_nowhere(tmp_path: Path, leaf: Any, chain: list[Any], root: Any) -> None:
    model, file = certified(tmp_path, leaf, chain)
    assert verdict_of(model, file, by_root("vendor", root)).verdict is UNTRUSTED


def test_a_certificate_beside_the_signature_of_somebody_else(tmp_path: Path) -> None:
    model, file = certified(tmp_path, OWN, [BETWEEN])
    edited(file, other_signature)
    assert verdict_of(model, file, by_root("vendor", AUTHORITY)).verdict is INVALID


# --- identities -----------------------------------------------------------------------------------------------------

KEYLESS = os.environ.get("GOVSCAN_KEYLESS_MODELS", "")
SOMEBODY = Signer("builder", SignerKind.IDENTITY, "somebody@example.org", PLACE, "https://issuer.example.org")


def test_a_made_up_keyless_signature_never_holds(tmp_path: Path) -> None:
    model, file = certified(tmp_path, OWN, [BETWEEN])

    def as_of_an_hour(whole: dict[str, Any]) -> None:
        first = whole["verificationMaterial"].pop("x509CertificateChain")["certificates"][0]
        whole["verificationMaterial"]["certificate"] = first

    edited(file, as_of_an_hour)
    assert verdict_of(model, file, SOMEBODY, by_root("vendor", AUTHORITY)).verdict in (UNTRUSTED, UNVERIFIED)


@pytest.mark.skipif(not KEYLESS, reason="GOVSCAN_KEYLESS_MODELS=FOLDER:IDENTITY:ISSUER names a signed model")
def test_a_keyless_signature_holds_without_network(tmp_path: Path) -> None:
    folder, identity, issuer = KEYLESS.split(":", 2)
    model = Path(folder)
    signer = Signer("builder", SignerKind.IDENTITY, identity, PLACE, issuer)
    assert verdict_of(model, model / "model.sig", SOMEBODY, signer).verdict is VALID
    assert verdict_of(model, model / "model.sig", SOMEBODY).verdict is UNTRUSTED


# --- hostile files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 200_000, b'{"mediaType": 1}', b"-----BEGIN PGP SIGNATURE-----",
     b'{"mediaType": "a", "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json"}', b"1" * 100_000,
     b'{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "messageSignature": {}}',
     b'{"mediaType": "application/vnd.dev.sigstore.bundle", "dsseEnvelope": {"signatures": [1]},'
     b' "verificationMaterial": {}}'],
)  # fmt: skip
def test_what_is_no_bundle_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "model.sig"
    file.write_bytes(data)
    found = verdict_of(tmp_path, file, by_key("team", TEAM))
    assert found.verdict is UNVERIFIED
    assert found.reason


def test_a_huge_signature_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "model.sig"
    with file.open("wb") as opened:
        opened.truncate(limits.SIGNATURE_BYTES + 1)
    with pytest.raises(UnfitError, match="larger than 32 MB"):
        read_bundles(file)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SIGNED_FILES", 1, "more than 1 files"),
        ("SIGNED_BYTES", 1, "more than"),
        ("SIGNED_DEPTH", 0, "nested more than 0 deep"),
        ("SIGNATURES_OF_FILE", 0, "more than 0 signatures"),
    ],
)
def test_the_bounds(name: str, value: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, file = signed(tmp_path)
    (model / "deeper").mkdir(exist_ok=True)
    assert verdict_of(model, file, by_key("team", TEAM)).verdict is VALID
    monkeypatch.setattr(limits, name, value)
    found = verdict_of(model, file, by_key("team", TEAM))
    assert found.verdict is UNVERIFIED and said in found.reason


def test_a_chain_of_very_many_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, file = certified(tmp_path, OWN, [BETWEEN, AUTHORITY])
    monkeypatch.setattr(limits, "SIGNATURE_CERTIFICATES", 1)
    found = verdict_of(model, file, by_root("vendor", AUTHORITY))
    assert found.verdict is UNVERIFIED and "more than 1" in found.reason


def test_signatures_of_two_in_one_file_of_lines(tmp_path: Path) -> None:
    ignored = hashing.Config().set_ignored_paths(paths=["model.sig", "claims.jsonl"])
    model, file = signed(tmp_path, config=ignored)
    first = file.read_text().strip()
    maker = signing.Config().use_elliptic_key_signer(private_key=write_private(STRANGER, tmp_path / "other.pem"))
    maker.set_hashing_config(ignored).sign(model, file)
    lines = model / "claims.jsonl"
    lines.write_text("\n".join(json.dumps(json.loads(each)) for each in (first, file.read_text())) + "\n")
    file.unlink()
    found = verify(model, model, [lines], (by_key("team", TEAM),), True)
    assert [each.verdict for each in found] == [VALID, UNTRUSTED]


def statement(**changes: Any) -> bytes:
    whole: dict[str, Any] = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "m", "digest": {"sha256": "0" * 64}}],
        "predicateType": "https://model_signing/signature/v1.0",
        "predicate": {
            "serialization": {"method": "files", "hash_type": "sha256"},
            "resources": [{"name": "../x", "algorithm": "sha256", "digest": "00"}],
        },
    }
    return json.dumps({**whole, **changes}).encode()


@pytest.mark.parametrize(
    ("payload", "match"),
    [(statement(), "outside of the model"), (statement(predicateType="x"), "of the kind x"), (b"[]", "no statement"),
     (statement(predicate={}), "no statement"), (statement(subject=[]), "outside"), (b"{", "not JSON")],
)  # fmt: skip
def test_statements_that_say_nothing(payload: bytes, match: str) -> None:
    with pytest.raises(UnfitError, match=match):
        read_manifest(payload)


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)


def branches(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4)


@given(st.recursive(LEAVES, branches))
def test_any_json_ends_in_a_sentence(value: Any) -> None:
    for payload in (json.dumps(value).encode(), statement(predicate=value), statement(subject=value)):
        with pytest.raises(UnfitError):
            read_manifest(payload)
