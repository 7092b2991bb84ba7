"""Model folders and weight files that lie in the tree: the listing of its files enters, references leave.

Names decide first; of the files themselves only a small JSON configuration or the head of a README is read, and only
where the name alone does not say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from govscan.pattern import pattern
from govscan.reference import Location, Reference
from govscan.regular import opened

WEIGHT_SUFFIXES: Final = (
    ".safetensors", ".gguf", ".ggml", ".onnx", ".pt", ".pth", ".ckpt", ".h5", ".keras", ".tflite", ".nemo", ".mlmodel",
)  # fmt: skip
_NAMED_WEIGHTS = pattern(
    r"(?:pytorch_model|diffusion_pytorch_model|adapter_model|tf_model|flax_model|open_clip_pytorch_model|model"
    r"|consolidated|ggml-model)[\w.-]*\.(?:bin|msgpack)\Z"
)
_PACKAGED: Final = ("adapter_config.json", "model_index.json", "config_sentence_transformers.json")
_READMES: Final = ("readme.md", "model_card.md", "modelcard.md")
_HEAD: Final = 64 * 1024  # bytes of a file that are read to tell what it is
_MODEL_CONFIG = pattern(rb'"(?:model_type|architectures|_class_name|auto_map)"\s*:')
_MODEL_CARD = pattern(
    rb"^(?:license|licence|base_model|pipeline_tag|library_name|extra_gated_\w+)[ \t]*:", re.MULTILINE
)
_NOT_OF_A_CARD = pattern(
    rb"^(?:layout|permalink|slug|sidebar_\w+|sdk|dataset_info|task_categories)[ \t]*:", re.MULTILINE
)
_SAVED_BY_A_LIBRARY = pattern(
    r"(?:model|pytorch_model|adapter_model|diffusion_pytorch_model|tf_model|consolidated)(?:[-._]\d.*|\.fp16)?\.\w+\Z"
)


def find(paths: Sequence[str], root: Path) -> Iterator[Reference]:
    """One reference for each model folder, and one for each weight file outside of such folders.

    A model folder holds a configuration of a model, weight files, or a model card; folders inside it belong to it.
    The place is its README, else its configuration, else its first weight file.

    Args:
        paths: files of the tree, POSIX, relative to `root`.
    """
    folders: dict[str, dict[str, str]] = defaultdict(dict)
    weights: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        small = name.lower()
        folders[folder][small] = path
        if _is_weight(small):
            weights[folder].append(path)
    models: dict[str, str] = {}
    for folder in sorted(folders, key=lambda name: (name.count("/") if name else -1, name)):
        if _inside(folder, models):
            continue
        place = _model_folder(folder, folders[folder], sorted(weights.get(folder, ())), root)
        if place:
            models[folder] = place
    for folder, place in sorted(models.items()):
        yield Reference("local", folder or ".", Location(place, 1), "weights:folder")
    lone = (files for folder, files in weights.items() if folder not in models and not _inside(folder, models))
    for path in sorted(path for files in lone for path in files):
        yield Reference("local", path, Location(path, 1), "weights:file")


def _inside(folder: str, models: Mapping[str, str]) -> bool:
    """Whether a folder above is a model folder."""
    parts = folder.split("/")
    return any("/".join(parts[:count]) in models for count in range(1, len(parts))) or ("" in models and bool(folder))


def _model_folder(folder: str, files: Mapping[str, str], weights: Sequence[str], root: Path) -> str | None:
    """The file that stands for a model folder; None for any other folder. `files` are its paths by name in lower
    case, `weights` those of its weight files."""
    config = _config(files, root)
    readme = next((files[name] for name in _READMES if name in files), None)
    card = readme if readme and _is_model_card(root / readme) else None
    evidence = config or (weights[0] if weights else None)
    if folder == "":  # the root is a repository of code unless everything says otherwise
        return card if card and evidence else readme or config if config and weights else None
    if config or card:
        return readme or evidence
    if weights and _shards(weights):
        return readme or weights[0]
    return None


def _config(files: Mapping[str, str], root: Path) -> str | None:
    for name in _PACKAGED:
        if name in files:
            return files[name]
    config = files.get("config.json")
    if config and _MODEL_CONFIG.search(_head(root / config)):
        return config
    return None


def _shards(weights: Sequence[str]) -> bool:
    """Several weight files, or one that is named as a library saves it: a folder that holds one model, while lone
    files with names of their own are models of their own."""
    names = [path.rpartition("/")[2].lower() for path in weights]
    return any(_SAVED_BY_A_LIBRARY.match(name) or re.search(r"-\d{5}-of-\d{5}\.", name) for name in names)


def _is_weight(name: str) -> bool:
    return name.endswith(WEIGHT_SUFFIXES) or bool(_NAMED_WEIGHTS.match(name))


def _is_model_card(path: Path) -> bool:
    """Whether a README opens with the YAML front matter of a model card."""
    head = _head(path).removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").lstrip(b"\n ")
    if not head.startswith(b"---\n"):
        return False
    end = head.find(b"\n---", 4)
    matter = head[4:end] if end > 0 else b""
    return bool(_MODEL_CARD.search(matter)) and not _NOT_OF_A_CARD.search(matter)


def _head(path: Path) -> bytes:
    try:
        with opened(path) as handle:
            return handle.read(_HEAD)
    except OSError:
        return b""
