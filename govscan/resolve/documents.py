"""Which files of a model are documents, in which order they are read, and the bounds of reading.

File names enter, a reading list leaves. Local folders, the HF cache and the Hub share it, so that the same model
gives the same evidence wherever it lies.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from govscan import limits
from govscan.bounded import hit
from govscan.pattern import pattern

CONFIGS = ("config.json", "adapter_config.json")
MINOR_CONFIGS = (
    "generation_config.json",
    "tokenizer_config.json",
    "chat_template.jinja",
    "model_index.json",
    "mergekit_config.yml",
    "mergekit_config.yaml",
    "mergekit_moe_config.yml",
    "mergekit_moe_config.yaml",
)
WEIGHT_SUFFIXES = frozenset(
    {
        *(".safetensors", ".gguf", ".ggml", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".onnx"),
        *(".h5", ".keras", ".msgpack", ".tflite", ".pb", ".npz", ".llamafile", ".nemo", ".mlmodel", ".engine", ".dduf"),
    }
)

# Archives and whatever else models are pickled into; `.model` may be a tokenizer of SentencePiece, which is no pickle.
_PACKED_SUFFIXES = frozenset(
    {".npy", ".zip", ".tar", ".gz", ".7z", ".dat", ".data", ".p", ".sav", ".mar", ".ptl", ".model", ".dill"}
)

_CARD_STEMS = ("README", "MODEL_CARD", "MODEL-CARD", "MODELCARD")
# "LICENSES" and the like are covered by the first; 许可 and 协议 are "license" and "agreement"
_LICENSE_WORDS = (
    "LICENSE",
    "LICENCE",
    "USE_POLICY",
    "USE-POLICY",
    "USAGE_POLICY",
    "AGREEMENT",
    "TERMS_OF_USE",
    "许可",
    "协议",
)
_LICENSE_STEMS = ("COPYING", "NOTICE", "EULA", "PATENTS", "TERMS", "UNLICENSE")
# A file whose name speaks of a license but which is a program, data, a picture or an office document.
_NOT_TEXT = WEIGHT_SUFFIXES | frozenset(
    {
        *(".py", ".pyc", ".ipynb", ".js", ".ts", ".go", ".rs", ".java", ".c", ".cc", ".cpp", ".h", ".sh", ".sig"),
        *(".json", ".jsonl", ".yaml", ".yml", ".toml", ".csv", ".tsv", ".parquet", ".arrow", ".model", ".asc"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".doc", ".docx", ".odt", ".zip", ".gz", ".tar"),
    }
)


def is_card(name: str) -> bool:
    """Whether a file at the top of a model's folder is its card or a translation of it."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in ("", ".md", ".markdown", ".txt", ".rst"):
        return False
    return "/" not in name and (path.name.upper().startswith(_CARD_STEMS) or path.stem.upper().endswith("README"))


def is_license(name: str) -> bool:
    """Whether a file is a license text, a notice or a use policy by its name. One folder down only where that
    folder is named after licenses ("model_licenses/LICENSE-SVD")."""
    folder, _, file = name.rpartition("/")
    if "/" in folder or (folder and not any(word in folder.upper() for word in _LICENSE_WORDS)):
        return False
    if PurePosixPath(file).suffix.lower() in _NOT_TEXT:
        return False
    upper = file.upper()
    return upper.startswith(_LICENSE_STEMS) or any(word in upper for word in _LICENSE_WORDS)


def is_weight(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in WEIGHT_SUFFIXES


def examinable(name: str) -> bool:
    """Whether a file's content is looked into, by its name: weights, and what weights are packed in."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in WEIGHT_SUFFIXES or suffix in _PACKED_SUFFIXES


def cards(names: Iterable[str]) -> list[str]:
    """The cards among some file names, README.md first."""
    found = [name for name in names if is_card(name)]
    return sorted(found, key=lambda name: (name.upper() != "README.MD", len(name), name))


def license_files(names: Iterable[str]) -> list[str]:
    """The license files among some file names, plain LICENSE first."""
    found = [name for name in names if is_license(name)]
    return sorted(found, key=lambda name: ("/" in name, not name.upper().startswith("LICENSE"), len(name), name))


def too_large(name: str, size: int | None = None) -> str:
    """The note about a document that was left out whole, because half a license text misleads."""
    found = f"is {size:,} bytes, " if size is not None else "is "
    return unread(f"{name} {found}over the bound of {limits.DOCUMENT_BYTES:,} bytes, and was not read")


def unread(sentence: str) -> str:
    """A note about something of a model that nobody read, which the report has to say as well: it may say more."""
    hit(sentence)
    return sentence


def front_matter(card: str) -> str | None:
    """The YAML between the first two lines of "---" of a card, as text; None where there is none."""
    lines = card.lstrip("\ufeff\r\n\t ").split("\n", 2_000)
    if not lines or lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number])
    return None


def license_link(card: str, model: str) -> str | None:
    """The file of the same repository that the card's `license_link` points at, as a path inside it; None for no
    link, for one that leads elsewhere, and for a card whose front matter is not YAML."""
    from govscan.marked import Malformed, parse_yaml

    yaml = front_matter(card)
    if yaml is None or "license_link" not in yaml:
        return None
    try:
        parsed = parse_yaml(yaml)
    except Malformed:
        return None
    link = parsed[0].get("license_link") if parsed else None
    return _inside(link.text.strip(), model) if link is not None and link.text else None


_REPOSITORY_LINK = pattern(r"https?://(?:huggingface\.co|hf\.co)/([^/\s]+/[^/\s]+)/(?:blob|resolve|raw)/[^/\s]+/(.+)")


def _inside(link: str, model: str) -> str | None:
    absolute = _REPOSITORY_LINK.fullmatch(link)
    if absolute:
        link = absolute[2] if absolute[1].lower() == model.lower() else ""
    link = link.split("#", 1)[0].split("?", 1)[0].removeprefix("./")
    outside = ":" in link or link.startswith("/") or "\\" in link or ".." in link.split("/")
    return None if outside or not link or len(link) > 200 else link
