"""Models in the tree: what is read, and what is never read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve

CARD = "---\nlicense: mit\n---\n# House\n"
APPLICATION = "The license of the application"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    tree.mkdir()
    write(tree, "README.md", "# The application")
    write(tree, "LICENSE", APPLICATION)
    return tree


def write(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def look(root: Path, name: str, provider: str = "local") -> Evidence:
    identity = Identity(provider, name)
    return resolve([identity], ResolveOptions(root, offline=True))[identity]


def read(root: Path, name: str, provider: str = "local") -> Resolved:
    found = look(root, name, provider)
    assert isinstance(found, Resolved)
    return found


def names(found: Resolved) -> list[str]:
    return [document.name for document in found.documents]


@pytest.mark.parametrize("name", ["models/house", "./models/house", "models/house/", "models//house", "models\\house"])
def test_documents_and_files_of_a_folder(name: str, root: Path) -> None:
    texts = ["README.md", "LICENSE", "LICENSE-MODEL", "NOTICE", "USE_POLICY.md", "COPYING.txt", "模型许可协议.txt"]
    for text in [*texts, "license/LICENSE-SVD", "config.json", "adapter_config.json", "tokenizer_config.json"]:
        write(root, f"models/house/{text}", "text")
    for other in ["model.safetensors", "license_check.py", "LICENSE.pdf", "vae/model.safetensors", ".git/README.md"]:
        write(root, f"models/house/{other}", "12345")
    found = read(root, name)
    assert found.origin == "local" and found.revision_sha is None and found.notes == ()
    assert set(names(found)) == {
        *texts,
        *("license/LICENSE-SVD", "config.json", "adapter_config.json", "tokenizer_config.json"),
    }
    assert found.documents[0].source == "models/house/README.md"
    assert [(file.name, file.size) for file in found.artifacts] == [
        ("LICENSE.pdf", 5),
        ("license_check.py", 5),
        ("model.safetensors", 5),
        ("vae/model.safetensors", 5),
    ]


def test_the_license_of_the_application_is_never_the_models(root: Path) -> None:
    write(root, "LICENSE", APPLICATION)
    write(root, "services/LICENSE", APPLICATION)
    write(root, "services/chat/LICENSE", APPLICATION)
    write(root, "services/chat/pyproject.toml")
    write(root, "services/chat/model.safetensors")
    write(root, "services/chat/weights/model.gguf")
    write(root, "model.gguf")
    for name in (".", "model.gguf", "services/chat", "services/chat/weights", "services/chat/weights/model.gguf"):
        assert all(document.text != APPLICATION for document in read(root, name).documents), name
    assert "root of the tree" in read(root, ".").notes[-1]
    assert "pyproject.toml" in read(root, "services/chat").notes[-1]


def test_a_link_to_the_applications_license_is_not_the_models_either(root: Path) -> None:
    write(root, "models/LICENSE", APPLICATION)
    write(root, "models/house/README.md", CARD)
    (root / "models/house/LICENSE").symlink_to("../../LICENSE")
    (root / "models/house/NOTICE").symlink_to("../LICENSE")
    found = read(root, "models/house")
    assert names(found) == ["README.md"]
    assert [note for note in found.notes if "above the model" in note] == list(found.notes) and len(found.notes) == 2


def test_a_model_card_at_the_root_speaks_for_the_model_there(root: Path) -> None:
    write(root, "README.md", CARD)
    write(root, "config.json", "{}")
    assert names(read(root, ".")) == ["README.md", "config.json"]
    write(root, "README.md", "---\nsdk: gradio\nlicense: mit\n---\n")
    assert names(read(root, ".")) == ["config.json"]


def test_links_do_not_leave_the_root(root: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/LICENSE", "secret").parent
    write(root, "models/house/README.md", CARD)
    (root / "models/house/LICENSE").symlink_to(outside / "LICENSE")
    (root / "models/house/more").symlink_to(outside)
    (root / "models/away").symlink_to(outside)
    found = read(root, "models/house")
    assert names(found) == ["README.md"] and "leads outside" in found.notes[0]
    assert [file.name for file in found.artifacts] == ["LICENSE"]
    for name in ("models/away", "../outside", "models/../../outside", str(outside), "models/away/LICENSE"):
        away = look(root, name)
        assert isinstance(away, Unresolved) and away.failure is Failure.MISSING and "outside" in away.detail


@pytest.mark.parametrize("name", ["models/none", "x" * 5_000, "a\0b", "", "~/models", "${DIR}/x", "loop/x"])
def test_a_path_that_is_not_there(name: str, root: Path) -> None:
    (root / "loop").symlink_to("loop")
    found = look(root, name)
    assert isinstance(found, Unresolved) and found.failure is Failure.MISSING and len(found.detail) < 300


def test_what_is_no_regular_file_is_not_opened(root: Path) -> None:
    write(root, "models/house/README.md", CARD)
    os.mkfifo(root / "models/house/LICENSE")
    (root / "models/house/NOTICE").symlink_to("NOTICE")
    found = read(root, "models/house")
    assert names(found) == ["README.md"] and len(found.notes) == 2


def test_a_document_over_the_bound_is_left_out_and_said(root: Path) -> None:
    write(root, "models/house/README.md", CARD)
    write(root, "models/house/LICENSE", "x" * 2_000_001)
    found = read(root, "models/house")
    assert names(found) == ["README.md"] and "2,000,001 bytes" in found.notes[0]


def test_a_single_file_of_weights(root: Path) -> None:
    for name in ("README.md", "LICENSE", "house.gguf"):
        write(root, f"models/house/{name}", "text")
    found = read(root, "models/house/house.gguf")
    assert names(found) == ["README.md", "LICENSE"] and found.notes == ()
    assert [(file.name, file.size) for file in found.artifacts] == [("house.gguf", 4)]


@pytest.mark.parametrize("other", ["other.gguf", "app.py"])
def test_a_single_file_among_others_has_only_what_is_named_after_it(other: str, root: Path) -> None:
    for name in ("README.md", "LICENSE", "house.gguf", "house.LICENSE", "house.README.md", other):
        write(root, f"models/{name}", "text")
    found = read(root, "models/house.gguf")
    assert sorted(names(found)) == ["house.LICENSE", "house.README.md"]
    assert "shared with" in found.notes[0]


def test_shards_are_one_model(root: Path) -> None:
    for name in ("LICENSE", "house-00001-of-00002.gguf", "house-00002-of-00002.gguf"):
        write(root, f"models/{name}", "text")
    assert names(read(root, "models/house-00001-of-00002.gguf")) == ["LICENSE"]


def test_a_hub_name_that_is_a_models_folder(root: Path) -> None:
    write(root, "acme/house/README.md", CARD)
    write(root, "acme/house/pyproject.txt")
    assert names(read(root, "acme/house", "huggingface")) == ["README.md"]


@pytest.mark.parametrize("name", ["gpt2", "docs", ".", "never"])
def test_a_hub_name_that_is_some_other_folder(name: str, root: Path) -> None:
    write(root, "gpt2/model.py")
    write(root, "docs/README.md", "# Documentation")
    assert isinstance(look(root, name, "huggingface"), Unresolved)


def test_very_many_files_are_bounded(root: Path) -> None:
    folder = root / "models/house"
    folder.mkdir(parents=True)
    for number in range(5_001):
        (folder / f"{number}.bin").touch()
    found = read(root, "models/house")
    assert len(found.artifacts) == 5_000 and "first 5,000" in found.notes[0]


def test_very_deep_folders_are_bounded(root: Path) -> None:
    write(root, "models/house/" + "d/" * 50 + "x.bin")
    found = read(root, "models/house")
    assert found.artifacts == () and "were not listed" in found.notes[0]


def test_a_license_of_any_name_is_read_where_the_card_links_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "house"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: other\nlicense_link: TERMS-FOR-HOUSES\n---\n")
    (folder / "TERMS-FOR-HOUSES").write_text("You may live here.\n")
    (folder / "unrelated.txt").write_text("x")
    identity = Identity("local", "models/house")
    evidence = resolve([identity], ResolveOptions(tmp_path, offline=True))[identity]
    assert isinstance(evidence, Resolved)
    assert [document.name for document in evidence.documents] == ["README.md", "TERMS-FOR-HOUSES"]
