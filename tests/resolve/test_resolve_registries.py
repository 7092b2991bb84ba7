"""The Ollama library and ModelScope over real HTTP."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fakes.registries import Registry

from govscan.engine import ScanRequest, scan
from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.remote import read_json

PERMIT = b"Everyone may use this model for everything."


def ask(tmp_path: Path, provider: str, name: str, revision: str | None = None) -> Evidence:
    identity = Identity(provider, name, revision)
    return resolve([identity], ResolveOptions(tmp_path, timeout=5.0))[identity]


def gguf(license_: str) -> bytes:
    key = b"general.license"
    value = license_.encode()
    pair = struct.pack("<Q", len(key)) + key + struct.pack("<IQ", 8, len(value)) + value
    return b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + pair + bytes(200_000)


def test_texts_header_and_digest_of_an_ollama_model(registry: Registry, tmp_path: Path) -> None:
    layers = {"model": [gguf("llama3.1")], "template": [b"{{ .Prompt }}"], "license": [PERMIT, b"Rules of use."]}
    digest = registry.ollama("small:8b", layers)
    found = ask(tmp_path, "ollama", "small:8b")
    assert isinstance(found, Resolved)
    assert (found.origin, found.revision_sha) == ("ollama", digest)
    assert [(document.name, document.text) for document in found.documents] == [
        ("LICENSE", PERMIT.decode()),
        ("LICENSE-2", "Rules of use."),
    ]
    assert found.headers[0].get("general.license") == "llama3.1"
    assert found.artifacts[0].name == "model.gguf" and found.artifacts[0].size == len(layers["model"][0])
    assert len(registry.asked) == 4
    assert not any("authorization" in headers for _, headers in registry.asked)
    ask(tmp_path, "ollama", "small:8b")
    assert len(registry.asked) == 6  # the manifest and the header; the texts are known by their digests


def test_a_name_without_tag_or_with_a_user(registry: Registry, tmp_path: Path) -> None:
    registry.ollama("small", {"license": [PERMIT]})
    registry.ollama("someone/small", {})
    assert isinstance(ask(tmp_path, "ollama", "small"), Resolved)
    found = ask(tmp_path, "ollama", "someone/small")
    assert isinstance(found, Resolved) and found.documents == ()


@pytest.mark.parametrize(
    "name", ["hf.co/acme/small", "registry.example.org/small", "../../v2", "a b", "small:../x", "x" * 300, "ѕmall"]
)
def test_names_that_are_never_sent(name: str, registry: Registry, tmp_path: Path) -> None:
    found = ask(tmp_path, "ollama", name)
    assert isinstance(found, Unresolved) and found.failure is Failure.NOT_FOUND
    assert registry.asked == []


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ((404, b""), Failure.NOT_FOUND),
        ((401, b""), Failure.UNAUTHORIZED),
        ((429, b""), Failure.RATE_LIMITED),
        ((503, b""), Failure.SERVER_ERROR),
        ((200, b"<html>"), Failure.MALFORMED),
        ((200, b'{"layers": 3}'), Failure.MALFORMED),
        ((302, b""), Failure.MALFORMED),
    ],
)
def test_trouble_is_told(answer: tuple[int, bytes], failure: Failure, registry: Registry, tmp_path: Path) -> None:
    registry.answers["/v2/library/small/manifests/latest"] = answer
    registry.answers["/api/v1/models/acme/small/repo/files"] = answer
    for provider, name in (("ollama", "small"), ("modelscope", "acme/small")):
        found = ask(tmp_path, provider, name)
        assert isinstance(found, Unresolved)
        assert found.failure is failure
        assert "Hub" not in found.detail


def test_other_bytes_than_the_manifest_names(registry: Registry, tmp_path: Path) -> None:
    registry.ollama("small", {"license": [PERMIT]})
    path = next(path for path in registry.answers if "/blobs/" in path)
    registry.answers[path] = (200, b"Apache")
    found = ask(tmp_path, "ollama", "small")
    assert isinstance(found, Unresolved) and found.failure is Failure.MALFORMED


def test_card_and_license_of_a_modelscope_model(registry: Registry, tmp_path: Path) -> None:
    card = b"---\nlicense: apache-2.0\n---\n# Small"
    files = {"README.md": card, "LICENSE": PERMIT, "config.json": b"{}", "model.safetensors": b"\0" * 9}
    registry.modelscope("acme/small", files)
    found = ask(tmp_path, "modelscope", "acme/small", "v1")
    assert isinstance(found, Resolved)
    assert [document.name for document in found.documents] == ["README.md", "LICENSE", "config.json"]
    assert [(artifact.name, artifact.size) for artifact in found.artifacts] == [("model.safetensors", 9)]
    assert found.revision_sha is None
    assert ask(tmp_path, "modelscope", "acme/small", "v1") == found
    assert len(registry.asked) == 5  # of the second run only the list of files
    assert not any("authorization" in headers for _, headers in registry.asked)


def test_facts_come_from_either(registry: Registry, tmp_path: Path) -> None:
    registry.modelscope("acme/small", {"README.md": b"---\nlicense: apache-2.0\n---\n# Small"})
    (tmp_path / "app.py").write_text("from modelscope import AutoModel\nAutoModel.from_pretrained('acme/small')\n")
    [model] = scan(ScanRequest(tmp_path)).models
    assert model.identity.provider == "modelscope"
    assert model.facts.value("license.concluded") == "Apache-2.0"


def test_a_modelscope_file_name_that_is_no_text(registry: Registry, tmp_path: Path) -> None:
    rows = b'{"Data": {"Files": [{"Path": "LICENSE\\ud800", "Type": "blob", "Size": 3}]}}'
    registry.answers["/api/v1/models/acme/small/repo/files"] = (200, rows)
    found = ask(tmp_path, "modelscope", "acme/small")
    assert isinstance(found, Unresolved) and found.failure is not Failure.CRASH


@pytest.mark.parametrize(
    ("body", "told"),
    [(b'["a\\uD800", 1]', ["a?", 1]), (b'["\\ud83d\\ude00"]', ["\U0001f600"]), (b"\xef\xbb\xbf{}", {})],
)
def test_json_holds_no_half_of_a_character(body: bytes, told: object) -> None:
    assert read_json(body) == told


def test_json_in_another_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="decode"):
        read_json('["\\ud800"]'.encode("utf-16"))
