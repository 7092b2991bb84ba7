"""The limits on what servers answer, over real HTTP."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path

import pytest
from fakes.hub import Hub, Trouble, hub
from fakes.registries import Registry, registry

from govscan import limits
from govscan.evidence import LockEntry, Resolved, Unresolved
from govscan.gate.locked import lock_changes
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.lock_writer import render_lock

__all__ = ["hub", "registry"]

TEXT = b"Everyone may use this model for everything."
CARD = {"README.md": "---\nlicense: mit\n---\n"}


def told(folder: Path, name: str, provider: str = "huggingface") -> str:
    identity = Identity(provider, name)
    found = resolve([identity], ResolveOptions(folder, timeout=5.0))[identity]
    if isinstance(found, Unresolved):
        return found.detail
    assert isinstance(found, Resolved)
    return "\n".join((*found.notes, *(header.trouble for header in found.headers)))


def test_an_answer_of_the_hub(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("acme/m", CARD)
    monkeypatch.setattr("govscan.limits.HUB_ANSWER_BYTES", 50)
    assert limits.HUB_ANSWER_BYTES == 50
    assert told(tmp_path, "acme/m") == "the Hub's reply is over the bound of 50 bytes"


def test_the_head_of_a_weight_file(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'{"x": "' + b"y" * 500 + b'"}'
    hub.add("acme/m", {**CARD, "m.safetensors": struct.pack("<Q", len(text)) + text})
    monkeypatch.setattr("govscan.limits.HUB_HEADER_BYTES", 50)
    assert limits.HUB_HEADER_BYTES == 50
    assert "its header is cut off" in told(tmp_path, "acme/m")


def test_license_texts_of_the_hub(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("acme/m", {**CARD, "LICENSE": "x", "LICENSE.txt": "y"})
    monkeypatch.setattr("govscan.limits.HUB_LICENSE_FILES", 1)
    assert limits.HUB_LICENSE_FILES == 1
    assert told(tmp_path, "acme/m") == "only the first 1 of 2 license files were read"


def test_a_long_pause(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("acme/m", CARD, trouble=Trouble.RATE_LIMITED, where="info", times=1, retry_after="1")
    monkeypatch.setattr("govscan.limits.SERVER_PAUSE", 0.5)
    assert limits.SERVER_PAUSE == 0.5
    assert "limits the rate of requests" in told(tmp_path, "acme/m")


def test_license_texts_and_manifests_of_registries(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.ollama("m", {"license": [TEXT, b"More."]})
    registry.modelscope("acme/m", {"README.md": b"x", "LICENSE": TEXT, "LICENSE.txt": TEXT})
    monkeypatch.setattr("govscan.limits.REGISTRY_LICENSE_FILES", 1)
    assert limits.REGISTRY_LICENSE_FILES == 1
    assert told(tmp_path, "m", "ollama") == "only the first 1 of 2 license texts were read"
    assert told(tmp_path, "acme/m", "modelscope") == "only the first 1 of 2 license files were read"
    monkeypatch.setattr("govscan.limits.MANIFEST_BYTES", 20)
    assert limits.MANIFEST_BYTES == 20
    assert "the manifest" in told(tmp_path, "m", "ollama")


def test_folders_of_a_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mlflow", reason="MLflow's client is not installed")
    from govscan.resolve.mlflow import Registry as MlflowRegistry

    for number in range(3):
        (tmp_path / f"f{number}").mkdir()
        (tmp_path / f"f{number}" / "a").write_text("")
    monkeypatch.setattr("govscan.limits.REGISTRY_FOLDERS", 2)
    assert limits.REGISTRY_FOLDERS == 2
    notes: list[str] = []
    assert len(list(MlflowRegistry._files(None, tmp_path.as_uri(), notes))) == 1  # type: ignore[arg-type]
    assert notes == ["only the first 2 folders were listed"]


def test_entries_that_the_gate_verifies(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("base", "head"):
        (tmp_path / name).mkdir()
    entry = LockEntry("a" * 40, "mit", None, "MIT", (), (), "2026-01-31", 0)
    locked = {Identity("huggingface", f"acme/m{number}", "a" * 40): entry for number in range(3)}
    (tmp_path / "head" / "govscan.lock").write_text(render_lock(locked))
    monkeypatch.setattr("govscan.limits.VERIFIED_ENTRIES", 1)
    assert limits.VERIFIED_ENTRIES == 1
    head = tmp_path / "head"
    changes = lock_changes(tmp_path / "base", head, tmp_path / "base", ResolveOptions(head), dt.date(2026, 2, 1))
    assert "2 more entries were not verified" in [change.sentence for change in changes]
