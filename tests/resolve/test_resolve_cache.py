"""The Hugging Face cache, read by its layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.hub import Hub

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.cache import Cache, cache_folder

SHA, OTHER = "a" * 40, "b" * 40


def snapshot(cache: Path, name: str, commit: str, files: dict[str, str], ref: str | None = "main") -> Path:
    """A snapshot as the Hub's client lays it out: links into `blobs`."""
    home = cache / ("models--" + name.replace("/", "--"))
    folder = home / "snapshots" / commit
    folder.mkdir(parents=True)
    (home / "blobs").mkdir(exist_ok=True)
    for number, (file, text) in enumerate(files.items()):
        (home / "blobs" / f"{commit}{number}").write_text(text)
        (folder / file).symlink_to(f"../../blobs/{commit}{number}")
    if ref:
        (home / "refs" / ref).parent.mkdir(parents=True, exist_ok=True)
        (home / "refs" / ref).write_text(commit)
    return folder


def ask(
    cache: Path, name: str = "acme/small", revision: str | None = None, pinned_only: bool = False
) -> Evidence | None:
    return Cache(pinned_only, {"HF_HUB_CACHE": str(cache)}).answer(Identity("huggingface", name, revision))


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HF_HUB_CACHE": "/c", "HF_HOME": "/h"}, "/c"),
        ({"HUGGINGFACE_HUB_CACHE": "/d", "HF_HOME": "/h"}, "/d"),
        ({"HF_HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/h/hub"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/huggingface/hub"),
        ({}, str(Path("~/.cache/huggingface/hub").expanduser())),
    ],
)
def test_where_the_cache_is(environment: dict[str, str], folder: str) -> None:
    assert cache_folder(environment) == Path(folder)


def test_a_snapshot_by_branch_and_by_commit(tmp_path: Path) -> None:
    snapshot(tmp_path, "acme/small", SHA, {"README.md": "card", "LICENSE": "text", "model.safetensors": "12345"})
    snapshot(tmp_path, "acme/small", OTHER, {"README.md": "older"}, ref="refs/pr/1")
    for revision in (None, "main", SHA):
        found = ask(tmp_path, revision=revision)
        assert isinstance(found, Resolved)
        assert (found.origin, found.revision_sha, found.notes) == ("hf-cache", SHA, ())
        assert [document.text for document in found.documents] == ["card", "text"]
        assert [(file.name, file.size) for file in found.artifacts] == [("model.safetensors", 5)]
    older = ask(tmp_path, revision="refs/pr/1")
    assert isinstance(older, Resolved) and older.revision_sha == OTHER
    assert "holds no license file" in older.notes[0]


def test_what_the_cache_does_not_hold(tmp_path: Path) -> None:
    snapshot(tmp_path, "acme/weights", SHA, {"config.json": "{}", "model.safetensors": "12345"})
    assert ask(tmp_path) is None
    assert ask(tmp_path / "none") is None
    assert ask(tmp_path, "acme/weights") is None  # weights alone say nothing of a license
    assert ask(tmp_path, "acme/weights", revision=OTHER) is None


@pytest.mark.parametrize("revision", ["../../secret", "../snapshots", "x", ".."])
def test_no_revision_leads_out_of_the_cache(revision: str, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, "acme/small", SHA, {"README.md": "card"})
    (folder.parents[2] / "secret").write_text(SHA)
    (folder.parents[1] / "refs" / "x").symlink_to("../../secret")
    assert ask(tmp_path, revision=revision) is None


def test_no_link_leads_out_of_the_model(tmp_path: Path) -> None:
    folder = snapshot(tmp_path, "acme/small", SHA, {"README.md": "card"})
    (tmp_path / "secret").write_text("secret")
    (folder / "LICENSE").symlink_to(tmp_path / "secret")
    found = ask(tmp_path)
    assert isinstance(found, Resolved)
    assert [document.name for document in found.documents] == ["README.md"]
    assert "leads outside" in found.notes[0]


def test_online_only_a_whole_pinned_snapshot_is_used(tmp_path: Path) -> None:
    snapshot(tmp_path, "acme/small", SHA, {"README.md": "card", "LICENSE": "text"})
    snapshot(tmp_path, "acme/small", OTHER, {"README.md": "card"}, ref=None)
    assert isinstance(ask(tmp_path, revision=SHA, pinned_only=True), Resolved)
    assert ask(tmp_path, revision="main", pinned_only=True) is None
    assert ask(tmp_path, pinned_only=True) is None
    assert ask(tmp_path, revision=OTHER, pinned_only=True) is None  # the license text may not have been downloaded


def test_the_hub_is_asked_before_the_cache_of_a_branch(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    snapshot(tmp_path / "cache", "acme/small", SHA, {"README.md": "card", "LICENSE": "text"})
    branch, pinned = Identity("huggingface", "acme/small"), Identity("huggingface", "acme/small", SHA)
    found = resolve([branch, pinned], ResolveOptions(tmp_path))
    gone, read = found[branch], found[pinned]
    assert isinstance(gone, Unresolved) and gone.failure is Failure.NOT_FOUND
    assert isinstance(read, Resolved) and read.origin == "hf-cache"
    assert hub.asked() == ["/api/models/acme/small"]
