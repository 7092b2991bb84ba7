"""What a text that is known to name a model says by itself: an address, a router's prefix, a Hub id, the name of a
hosted model. Each function answers with a `Named`, or None where its kind of name is not met."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from govscan.discover import classify
from govscan.discover.signatures import (
    FASTER_WHISPER,
    FILE_SUFFIXES,
    OPEN_WEIGHTS,
    SENTENCE_TRANSFORMERS_ORG,
    TYPES_AND_ZONES,
)
from govscan.pattern import pattern

_OLLAMA_TAG = pattern(r"[a-z0-9][\w.-]{0,80}(?:/[\w.-]{1,80})?:[\w.-]{1,60}\Z", re.IGNORECASE)
_VERSION_OF_REPLICATE = pattern(r"[\w-]+/[\w.-]+:[0-9a-f]{64}\Z")
_SIZE_TAG = pattern(r":(?:\d+x)?\d+(?:\.\d+)?[bm](?:-[\w.-]+)?\Z", re.IGNORECASE)
_QUANTIZED = pattern(r"(?:UD-)?(?:I?Q[1-8]|B?F(?:16|32)|MXFP4|TQ[12])[A-Z0-9_]*\Z", re.IGNORECASE)
_PLAIN = pattern(r"(?:@(?:cf|hf)/)?[A-Za-z0-9][\w.+:@/-]{1,199}\Z")
_SHORT_SENTENCE_MODEL = pattern(r"(?:all|multi-qa|paraphrase|msmarco|distiluse|gtr|sentence-t5)-[A-Za-z0-9.-]+\Z")
_PATHS: Final = ("name_or_path", "model_path", "adapter_path", "checkpoint_path", "lora_path")
_RELATIVE: Final = pattern(r"[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)+\Z")
_BARE_HUB_KEYS: Final = ("name_or_path", "pretrained_model", "hf_model", "huggingface_model")
_ORGS_NAMED_LIKE_ROUTES: Final = frozenset({"moonshotai", "mistralai", "nvidia", "huggingface", "ibm", "stepfun-ai"})
_ONLY_ROUTES: Final = frozenset(
    {"groq", "openrouter", "ollama", "ollama_chat"}
)  # in lower case no organization of the Hub
_ONLY_HOSTED: Final = ("openai", "anthropic", "gemini")
_OF_OPENAI: Final = (
    "whisper",
    "clip-",
    "gpt-oss",
    "shap-e",
    "point-e",
    "jukebox",
    "diffusers",
    "imagegpt",
    "consistency",
)
"""How the weights are called that OpenAI has on the Hub."""
_OF_A_FAMILY: Final = pattern(
    r"(?=[a-z0-9.]+(?:-[a-z0-9.]+)+\Z)(?=.*\d)(?:"
    r"(?:.*-)?(?:llama|codellama|qwen|mistral|mixtral|gemma|phi|deepseek|falcon|vicuna|glm|internlm|baichuan|nemotron|olmo"
    r"|granite|dbrx|solar|hermes|zephyr|minicpm|starcoder|wizardlm)[\d.]*-(?:.*-)?\d+(?:\.\d+)?b(?:-|\Z)"
    r"|.*-(?:instruct|rerank|reranker|embed|embedding)(?:-|\Z))"
)
"""How open weights are called without their organization (`llama-3.3-70b-versatile`)."""
_VENDORS: Final = {"google": ("gemini", "vertex"), "x-ai": ("xai",), "z-ai": ("zhipu",), "amazon": ("bedrock",)}
_ROUTE: Final = pattern(r"/(?:api/|openai/)?v[0-9]+(?:beta[0-9]*)?/[a-z/_-]+$")
_STORES: Final = frozenset({"s3", "gs", "oss", "az", "abfs", "abfss", "wasbs", "obs", "cos", "minio"})
_ARCHIVES: Final = (".tar.gz", ".tgz", ".tar", ".zip", ".mar")
_SHAPES: Final = (".glb", ".gltf", ".fbx", ".obj", ".stl", ".usdz")  # models of things
_FOLDERS_OF_MODELS: Final = frozenset(
    {"models", "checkpoints", "ckpts", "weights", "loras", "adapters", "hub", "cache", "model_zoo", "pretrained_models"}
)
_GENERIC_WORDS: Final = frozenset({"default", "local", "custom", "model", "auto", "none", "test", "api", "base"})


class Named(Struct, frozen=True):
    """A decision: the provider, and the name without what was glued to it."""

    provider: str
    name: str
    revision: str | None = None
    endpoint: str | None = None
    hints: tuple[tuple[str, str], ...] = ()


_REGISTERED: Final = pattern(r"models:/{1,3}([^/@\s\"'{}]{1,200})(?:/(\w[\w.-]{0,60})|@(\w[\w.-]{0,60}))?\Z")


def by_address(text: str) -> Named | None:
    registered = _REGISTERED.match(text)  # of an MLflow registry, by version, stage or alias
    if registered:
        return Named("mlflow", registered[1], registered[2] or registered[3])
    if text.startswith(("ollama://", "oci://registry.ollama.ai/")):
        name = text.partition("://")[2].removeprefix("registry.ollama.ai/").removeprefix("library/")
        return Named("ollama", name) if _PLAIN.match(name) else None
    bare = text if "://" in text else f"https://{text}" if text.startswith(("hf.co/", "huggingface.co/")) else ""
    if not bare:
        return None
    base, tag = _split_tag(bare)
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
    parts = text.rstrip("/").split("/")
    if classify.is_hub_id(text) and not parts[0].startswith(".") and not parts[-1].lower().endswith("models"):
        return Named(classify.hub_of(text), text)
    kept = len(parts) > 1 and parts[-2].lower() in _FOLDERS_OF_MODELS and _PLAIN.match(parts[-1])
    return Named("local", text) if kept else None


def by_store(text: str, key: str) -> Named | None:
    """A folder in an object store or on a volume, under a key that says that a model lies there."""
    scheme, _, rest = text.partition("://")
    inside = rest.strip("/").partition("/")[2]
    if not inside or not (key == "storage_uri" or any(word in key for word in ("model", "adapter", "lora"))):
        return None
    if key == "storage_uri" and scheme in ("http", "https") and text.lower().endswith(_ARCHIVES):
        return Named("url", safe_address(text) or text)
    if scheme == "pvc":
        return Named("local", text)
    return Named("url", safe_address(text) or text) if scheme in _STORES else None


def _split_tag(address: str) -> tuple[str, str]:
    head, slash, tail = address.rpartition("/")
    name, _, tag = tail.partition(":")
    return (f"{head}{slash}{name}", tag) if tag else (address, "")


def by_prefix(text: str, router: bool, endpoint: str | None) -> Named | None:
    provider, rest = classify.split_prefix(text)
    if provider is None:
        return _by_vendor(text)
    if router:
        if endpoint:
            served, _ = classify.provider_of_served_name(rest, endpoint, provider)
            return _hub(served, rest, endpoint)
        return _hub(provider, rest, None)
    own = classify.hosted_provider_of_name(rest)
    if text.partition("/")[0] in _ORGS_NAMED_LIKE_ROUTES:
        return None
    spoken = provider in (own, "bedrock", "vertex", "azure-openai", "ollama", "huggingface") or text.count("/") > 1
    if text.partition("/")[0] in _ONLY_ROUTES:
        return _hub(provider, rest, endpoint)
    if ":" in text.split("/")[0] or (spoken and not (own is None and classify.is_hub_id(text))):
        return _hub(provider, rest, endpoint)
    return None


def _by_vendor(text: str) -> Named | None:
    """`google/gemini-2.5-flash`: gateways write the vendor in front of the vendor's own name."""
    vendor, _, rest = text.partition("/")
    own = classify.hosted_provider_of_name(rest) if rest else None
    return Named(own, rest) if own and own in _VENDORS.get(vendor, ()) else None


def by_relay(text: str, endpoint: str, key: str) -> Named | None:
    """A name behind a server that hands requests on: it is that of the service which has such a model."""
    own = classify.hosted_provider_of_name(text)
    return Named(own, text, endpoint=endpoint) if own else by_word(text, "openai", endpoint, key)


def by_word(text: str, provider: str, endpoint: str | None, key: str) -> Named | None:
    if provider in OPEN_WEIGHTS:
        if classify.is_local_path(text):
            return Named("local", text)
        if provider == "huggingface":
            return _on_own_server(text, key, endpoint)
        return Named(provider, text, endpoint=endpoint) if _PLAIN.match(text) else None
    if not _PLAIN.match(text) or text.lower() in _GENERIC_WORDS:
        return None
    if provider in ("openai", "anthropic") and not endpoint and _elsewhere(text):
        return Named(_elsewhere(text), text)
    host = classify.provider_of_url(endpoint) if endpoint else None
    if provider == "azure-openai" and host not in (None, provider):
        return Named(str(host), text, endpoint=endpoint)
    if endpoint and provider not in ("azure-openai", "bedrock", "vertex"):
        served, _ = classify.provider_of_served_name(text, endpoint, provider)
        return _hub(served, text, endpoint)
    if provider == "nvidia" and not endpoint and text != text.lower() and classify.is_hub_id(text):
        return by_itself(text, key, endpoint)  # its catalog writes every name in lower case
    if provider in ("openai", "azure-openai") and not endpoint and classify.is_hub_id(text):
        return by_itself(text, key, endpoint)  # "openai" is also a protocol: a Hub id behind it says more
    return Named(provider, text, endpoint=endpoint)


def _elsewhere(text: str) -> str:
    """The cloud whose own spelling of a vendor's model a name has; an empty text where it is the vendor's."""
    if classify.is_bedrock_id(text):
        return "bedrock"
    return "vertex" if re.fullmatch(r"claude-[\w.-]+@\d{8}", text) else ""


def _on_own_server(text: str, key: str, endpoint: str | None) -> Named | None:
    name, revision = classify.split_revision(text)
    if classify.is_hub_id(name):
        return Named("huggingface", name, revision, endpoint)
    hosted = classify.hosted_provider_of_name(name)
    if hosted and not _bare_hub_key(key):
        return Named(hosted, name, endpoint=endpoint)
    return _short_hub_name(name, key, endpoint, said=True)


def by_itself(text: str, key: str, endpoint: str | None) -> Named | None:
    name, revision = classify.split_revision(text)
    known = classify.provider_of_url(endpoint) if endpoint else None
    served = known not in OPEN_WEIGHTS and (known != "huggingface-inference" or "/" in text)
    if known and served and _PLAIN.match(text) and text.lower() not in _GENERIC_WORDS:
        return Named(known, name, revision, endpoint)
    if known == "ollama" and _PLAIN.match(text):
        return Named("ollama", text, endpoint=endpoint)
    if classify.is_local_path(text):
        return Named("local", text) if _can_be_weights(text, key) else None
    if _through_a_gateway(name, key):
        return Named("custom", name, revision, endpoint)
    if classify.is_hub_id(name):
        return Named(classify.hub_of(name), name, revision, endpoint)
    repository, tag = _split_tag(name)
    if tag and (key.startswith("hf") or _QUANTIZED.match(tag)) and classify.is_hub_id(repository):
        return Named("huggingface", repository, None, endpoint, (("quantization", tag),))
    if _VERSION_OF_REPLICATE.match(name):
        return Named("replicate", name)
    if classify.is_torchaudio_bundle(name):
        return Named("torchhub", name)
    if "whisper" in key and name in FASTER_WHISPER:
        return Named("custom", name, endpoint=endpoint)  # which library downloads it stands elsewhere
    hosted = classify.hosted_provider_of_name(name) or _of_anybody(name, key)
    if hosted:
        return Named("custom" if endpoint and not known else hosted, name, endpoint=endpoint)
    if any(part in key for part in _PATHS) and _RELATIVE.match(text) and not text.lower().endswith(FILE_SUFFIXES):
        return Named("local", text) if _can_be_weights(text, key) else None
    return _short_hub_name(name, key, endpoint, said=False)


def _of_anybody(name: str, key: str) -> str | None:
    """Open weights at whoever serves them (`model="llama-3.3-70b-versatile"`)."""
    named = key in ("model", "model_name", "model_id") and not name.endswith(FILE_SUFFIXES)
    return "custom" if named and _OF_A_FAMILY.match(name) else None


def _through_a_gateway(text: str, key: str) -> bool:
    """Whether a name is the route to a model that somebody's gateway serves: words in front of the name of a hosted
    model (`openai-main/gpt-4o-mini`), or of an id of the Hub (`local-infinity/org/name`)."""
    *route, last = text.split("/")
    if not route or "tokenizer" in key or any(part in key for part in _PATHS) or not _PLAIN.match(text):
        return False
    if classify.hosted_provider_of_name(text):  # `models/gemini-2.5-flash`
        return False
    if route == ["openai"]:
        return not last.lower().startswith(_OF_OPENAI)
    if classify.hosted_provider_of_name(last) in _ONLY_HOSTED and any(map(str.isdigit, last)):
        return True
    routed = len(route) > 1 and key.endswith(("model", "model_name", "model_id", "models", "llm"))
    return routed and classify.is_hub_id("/".join((route[-1], last))) and not text.lower().endswith(FILE_SUFFIXES)


def _bare_hub_key(key: str) -> bool:
    return any(part in key for part in _BARE_HUB_KEYS)


def _short_hub_name(name: str, key: str, endpoint: str | None, said: bool) -> Named | None:
    """Names without an organization: sentence-transformers' own, and the Hub's oldest (`bert-base-uncased`)."""
    if _SHORT_SENTENCE_MODEL.match(name) and not name.endswith(FILE_SUFFIXES):
        return Named("huggingface", f"{SENTENCE_TRANSFORMERS_ORG}/{name}", endpoint=endpoint)
    old = re.fullmatch(r"(?:gpt2|(?:distil|al|x?lm-)?(?:ro)?bert(?:a)?|t5|bart|xlnet|electra)(?:-[\w.]+){0,4}", name)
    if (said or _bare_hub_key(key)) and old and (name == "gpt2" or "-" in name):
        return Named("huggingface", name, endpoint=endpoint)
    if _OLLAMA_TAG.match(name) and ("ollama" in key or _SIZE_TAG.search(name)):
        return Named("ollama", name, endpoint=endpoint)
    return None


def _can_be_weights(text: str, key: str) -> bool:
    """A path is a model when it is a weight file, or a folder under a key that says so; tokenizers, logs and
    indexes under such keys are not, nor are routes of an API."""
    if text.partition("/")[0].lower() in TYPES_AND_ZONES:
        return False
    if _ROUTE.match(text) or text.rstrip("/").rpartition("/")[2].lower() in _FOLDERS_OF_MODELS:
        return False
    if text.lower().endswith(_SHAPES):
        return False
    if classify.is_weight_file(text):
        return not text.lower().endswith((".pkl", ".pickle", ".joblib", ".bin")) or "model" in key or "gguf" in key
    is_file = text.lower().endswith(FILE_SUFFIXES)
    return not is_file and ("model" in key or "name_or_path" in key) and "tokenizer" not in text


def _hub(provider: str, text: str, endpoint: str | None) -> Named:
    name, revision = classify.split_revision(text)
    return Named(provider, name, revision, endpoint)


def safe_address(address: str | None) -> str | None:
    """An address without credentials, query and fragment: nothing secret may reach a report."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
