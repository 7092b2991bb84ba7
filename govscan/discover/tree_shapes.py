"""What a text or a node of a tree of keys and values looks like: a document, variables, a field of a form; and
the keys under which no model is named, or one further down."""

from __future__ import annotations

from typing import Final

from govscan.discover import classify, embedded, keys, runs
from govscan.discover.neighbors import Neighbors
from govscan.marked import Node
from govscan.pattern import pattern

_PASSED_OVER: Final = frozenset(
    {"uses", "image", "images", "description", "title", "labels", "annotations", "match_labels", "selector",
     "node_selector", "dataset", "datasets", "license", "author", "authors", "keywords", "homepage", "documentation",
     "$schema", "cost", "pricing", "prices", "model_prices", "model_info", "dependencies", "dev_dependencies",
     "served_model_name", "served_model_names", "changelog", "tolerations", "affinity", "volumes", "volume_mounts",
     "prompt", "prompts", "system_prompt", "messages"}
)  # fmt: skip
"""Keys under which nothing is used as a model, whatever it looks like."""

GROUPS: Final = frozenset({"parameters", "params", "kwargs", "model_kwargs"})
"""Keys under which a row of models says the rest of what it says (`models: [{parameters: {path: org/name}}]`)."""

_REPOSITORY_KEYS: Final = frozenset({"repository", "repo", "name", "id", "path", "source", "model_name"})


_HOLDS: Final = frozenset({"config", "configuration", "values", "values_content", "model_config", "model_configs"})


_YAML = pattern(r"\s*(?:#[^\n]*\n\s*)*(?:- )?[A-Za-z_][\w-]{0,60}:(?:\s|\Z)")


_ALL_CAPITALS = pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")

ASKED_BY: Final = "openai|anthropic|azureopenai|vertex|google|mistral|bedrock|cohere|groq"
_ROUTE: Final = pattern(rf"(?:{ASKED_BY}):(?:[a-z]+:)?([\w.-]+)\Z")
_ONLY_WEIGHTS: Final = (".gguf", ".safetensors", ".ggml", ".pth", ".pt", ".ckpt", ".onnx")
_NAME_A_ROW: Final = ("model", "model_name", "model_id", "model_path")


def is_passed_over(key: str, value: Node) -> bool:
    """Whether a normalized key is one under which nothing is used as a model. Dependencies are packages, or fields of a
    form that follow from another one."""
    if key == "dependencies" and any(inner.get("oneOf") is not None for _, inner in value.items):
        return False
    return key in _PASSED_OVER


def names_itself(node: Node) -> bool:
    return any(keys.normal(str(key.scalar)) in ("name", "id", "repo") and value.text for key, value in node.items)


def is_schema(node: Node) -> bool:
    """Whether a document says what others may look like (https://json-schema.org)."""
    return "json-schema.org" in ((schema.text or "") if (schema := node.get("$schema")) is not None else "")


def is_label(key: str, node: Node) -> bool:
    """Whether a normalized key is only what a row of models is called, for another one names the model."""
    settled = _NAME_A_ROW if key in ("name", "id") else ("provider_model_id",) if key == "model_id" else ()
    return any(value.kind == "scalar" and keys.normal(str(name.scalar)) in settled for name, value in node.items)


def name_of_field(node: Node) -> str:
    """The normalized name of a field of a form, where it speaks of a model (`{name: modelName, default: ...}`)."""
    label = node.get("name")
    text = label.text or "" if label is not None else ""
    return keys.normal(text) if "/" not in text and keys.stem_of_model_key(keys.normal(text)) is not None else ""


def base(path: str) -> str:
    return path.rpartition("/")[2]


def where_runs(key: str) -> bool:
    """Whether a normalized key holds commands, which `runs` reads."""
    return key in runs.WORDS or key in runs.LINES


def is_json(text: str) -> bool:
    start = text.lstrip()[:1]
    return (
        start in ("[", "{")
        and not text.lstrip().startswith("{{")
        and text.rstrip()[-1:] in ("]", "}")
        and len(text) > 8
    )


def is_document(key: str, text: str) -> bool:
    if is_json(text) or embedded.looks_like_yaml(text):
        return True
    return "\n" in text and (key.endswith(("_yaml", "_yml")) or (key in _HOLDS and bool(_YAML.match(text))))


def is_environment(node: Node) -> bool:
    return bool(node.entries) and all(
        entry.get("name") is not None or "=" in (entry.text or "") for entry in node.entries
    )


def are_variables(node: Node) -> bool:
    """A list of `{name: SOME_NAME, value: ...}` is an environment, whatever it is called."""
    return bool(node.entries) and all(
        (label := entry.get("name")) is not None
        and _ALL_CAPITALS.match(label.text or "")
        and entry.get("value") is not None
        for entry in node.entries
    )


def says_so_itself(text: str) -> bool:
    """Whether a text can only be the address of weights, or the model of a service with its way of asking
    (`openai:chat:gpt-4o`)."""
    route = _ROUTE.match(text)
    if route and classify.hosted_provider_of_name(route[1]):
        return True
    if ("huggingface.co/" in text and "/resolve/" in text) or text.startswith(keys.SCHEMES):
        return True
    scheme, _, rest = text.partition("://")
    return scheme in ("http", "https") and "/" in rest and rest.lower().endswith(_ONLY_WEIGHTS)


def is_repository(key: str, text: str, near: Neighbors) -> bool:
    """`repository: org/name` beside `type: huggingface`."""
    if key not in _REPOSITORY_KEYS or not classify.is_hub_id(text):
        return False
    word = near.get("provider")
    return bool(word and keys.provider_of_word(word) in ("huggingface", "modelscope"))
