"""What a text says by the place it stands for: an address, a folder, a store of objects. A `Named` is the answer, or
None where no model lies there."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from govscan.discover import classify
from govscan.discover.signatures import FILE_SUFFIXES, TYPES_AND_ZONES
from govscan.pattern import pattern

_OF_WEIGHTS: Final = (
    "model",
    "name_or_path",
    "vision_tower",
    "encoder",
    "backbone",
    "adapter",
    "pretrained",
    "checkpoint",
    "ckpt",
)
_ROUTE: Final = pattern(r"/(?:api/|openai/)?v[0-9]+(?:beta[0-9]*)?/[a-z/_-]+$")
_STORES: Final = frozenset({"s3", "gs", "oss", "az", "abfs", "abfss", "wasbs", "obs", "cos", "minio"})
_ARCHIVES: Final = (".tar.gz", ".tgz", ".tar", ".zip", ".mar")
_SHAPES: Final = (".glb", ".gltf", ".fbx", ".obj", ".stl", ".usdz")  # models of things
FOLDERS_OF_MODELS: Final = frozenset(
    {"models", "checkpoints", "ckpts", "weights", "loras", "adapters", "hub", "cache", "model_zoo", "pretrained_models"}
)
_OF_ITS_KIND: Final = pattern(
    r"[-_](?:\d{1,4}(?:\.\d{1,2})?[bm]|instruct|chat|onnx|gguf|awq|gptq|int[48]|fp(?:8|16))(?![a-z0-9])", re.IGNORECASE
)
"""What only folders with models are called."""
_OF_A_PART: Final = pattern(
    r"(?:onnx/)?[a-z_]{0,40}(?:model|encoder|decoder|unet|vae)(?:_[a-z_]{1,40})?\.(?:onnx|bin|pth?)\Z"
)
"""How the files inside of any model are called."""
PLAIN: Final = pattern(r"(?:@(?:cf|hf)/)?[A-Za-z0-9][\w.+:@/-]{1,199}\Z")
"""How a name may be written that is no path."""
_REGISTERED: Final = pattern(r"models:/{1,3}([^/@\s\"'{}]{1,200})(?:/(\w[\w.-]{0,60})|@(\w[\w.-]{0,60}))?\Z")


class Named(Struct, frozen=True):
    """A decision: the provider, and the name without what was glued to it."""

    provider: str
    name: str
    revision: str | None = None
    endpoint: str | None = None
    hints: tuple[tuple[str, str], ...] = ()


def by_address(text: str) -> Named | None:
    registered = _REGISTERED.match(text)  # of an MLflow registry, by version, stage or alias
    if registered:
        return Named("mlflow", registered[1], registered[2] or registered[3])
    if text.startswith(("ollama://", "oci://registry.ollama.ai/")):
        name = text.partition("://")[2].removeprefix("registry.ollama.ai/").removeprefix("library/")
        return Named("ollama", name) if PLAIN.match(name) else None
    bare = text if "://" in text else f"https://{text}" if text.startswith(("hf.co/", "huggingface.co/")) else ""
    if not bare:
        return None
    base, tag = split_tag(bare)
    found = classify.hub_id_of_url(base)
    if found:
        file = base.rsplit("/", 1)[-1] if classify.is_weight_file(base) else ""
        hints = (("filename", file),) if file else (("quantization", tag),) if tag else ()
        return Named(found[0], found[1], found[2], hints=hints)
    if classify.is_weight_file(bare) and bare.startswith(("http://", "https://", "s3://", "gs://")):
        return Named("url", safe_address(bare) or bare)
    return None


def by_folder(text: str) -> Named | None:
    """What stands under a name for a folder that holds a model: an id of a hub, or a folder among those of models."""
    parts = text.rstrip("/").replace("\\", "/").split("/")
    if classify.is_hub_id(text) and not parts[0].startswith(".") and not parts[-1].lower().endswith("models"):
        return Named(classify.hub_of(text), text)
    kept = len(parts) > 1 and parts[-2].lower() in FOLDERS_OF_MODELS and PLAIN.match(parts[-1])
    called = classify.is_local_path(text) and any(map(_OF_ITS_KIND.search, parts))
    return Named("local", text) if kept or called else None


def by_store(text: str, key: str) -> Named | None:
    """A folder in an object store or on a volume, under a key that says that a model lies there."""
    scheme, _, rest = text.partition("://")
    inside = rest.strip("/").partition("/")[2]
    if not inside or not (key == "storage_uri" or any(word in key for word in _OF_WEIGHTS)):
        return None
    if key == "storage_uri" and scheme in ("http", "https") and text.lower().endswith(_ARCHIVES):
        return Named("url", safe_address(text) or text)
    if scheme == "pvc":
        return Named("local", text)
    return Named("url", safe_address(text) or text) if scheme in _STORES else None


def split_tag(address: str) -> tuple[str, str]:
    head, slash, tail = address.rpartition("/")
    name, _, tag = tail.partition(":")
    return (f"{head}{slash}{name}", tag) if tag else (address, "")


def can_be_weights(text: str, key: str) -> bool:
    """A path is a model when it is a weight file, or a folder under a key that says so; tokenizers, logs and
    indexes under such keys are not, nor are routes of an API."""
    if text.partition("/")[0].lower() in TYPES_AND_ZONES:
        return False
    if _ROUTE.match(text) or text.rstrip("/").rpartition("/")[2].lower() in FOLDERS_OF_MODELS:
        return False
    if text.lower().endswith(_SHAPES):
        return False
    if _OF_A_PART.match(text):
        return False
    if classify.is_weight_file(text):
        return not text.lower().endswith((".pkl", ".pickle", ".joblib", ".bin")) or "model" in key or "gguf" in key
    is_file = text.lower().endswith(FILE_SUFFIXES)
    return not is_file and any(word in key for word in _OF_WEIGHTS) and "tokenizer" not in text


def safe_address(address: str | None) -> str | None:
    """An address without credentials, query and fragment: nothing secret may reach a report."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
