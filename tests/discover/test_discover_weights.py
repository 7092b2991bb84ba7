"""Model folders and weight files in the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from govscan.discover.weights import find

CARD = "---\nlicense: apache-2.0\n---\n# A model\n"
CONFIG = '{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}'


def found(root: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return [
        (reference.name, reference.location.path, reference.via.removeprefix("weights:"))
        for reference in find(sorted(files), root)
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"m/chat/config.json": CONFIG, "m/chat/model.safetensors": "", "m/chat/README.md": CARD},
            [("m/chat", "m/chat/README.md", "folder")],
            id="config-weights-and-card",
        ),
        pytest.param({"m/config.json": CONFIG}, [("m", "m/config.json", "folder")], id="config-alone"),
        pytest.param({"app/config.json": '{"port": 1}'}, [], id="config-of-something-else"),
        pytest.param({"m/README.md": CARD}, [("m", "m/README.md", "folder")], id="card-alone"),
        pytest.param({"docs/README.md": "# Docs\nlicense: MIT\n"}, [], id="readme-without-front-matter"),
        pytest.param({"d/README.md": "---\nlicense: mit\ntask_categories: [x]\n---\n"}, [], id="card-of-a-dataset"),
        pytest.param({"s/README.md": "---\nlicense: mit\nsdk: gradio\n---\n"}, [], id="card-of-a-space"),
        pytest.param(
            {"lora/adapter_config.json": "{}", "lora/adapter_model.safetensors": ""},
            [("lora", "lora/adapter_config.json", "folder")],
            id="adapter",
        ),
        pytest.param(
            {
                "sd/model_index.json": "{}",
                "sd/vae/config.json": CONFIG,
                "sd/unet/diffusion_pytorch_model.bin": "",
                "sd/README.md": CARD,
            },
            [("sd", "sd/README.md", "folder")],
            id="folders-inside-belong-to-it",
        ),
        pytest.param(
            {"models/a.gguf": "", "models/b.gguf": "", "models/notes.txt": ""},
            [("models/a.gguf", "models/a.gguf", "file"), ("models/b.gguf", "models/b.gguf", "file")],
            id="files-of-their-own",
        ),
        pytest.param(
            {"m/model-00001-of-00002.safetensors": "", "m/model-00002-of-00002.safetensors": ""},
            [("m", "m/model-00001-of-00002.safetensors", "folder")],
            id="shards-are-one-model",
        ),
        pytest.param({"data/rows.bin": "", "a/x.pkl": ""}, [], id="binaries-that-are-no-weights"),
        pytest.param({"README.md": CARD, "main.py": ""}, [], id="root-with-a-card-only"),
        pytest.param(
            {"README.md": CARD, "config.json": CONFIG, "model.safetensors": ""},
            [(".", "README.md", "folder")],
            id="root-that-is-a-model",
        ),
        pytest.param(
            {"README.md": "# Code\n", "net.onnx": ""}, [("net.onnx", "net.onnx", "file")], id="weights-at-the-root"
        ),
    ],
)
def test_find(tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert found(tmp_path, files) == expected


def test_a_file_that_vanished_is_no_model(tmp_path: Path) -> None:
    assert list(find(["m/config.json", "m/README.md"], tmp_path)) == []
