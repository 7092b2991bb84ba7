"""Which provider a name belongs to, decided by import, call, host, key and neighbors, not by the shape of the
string alone. Data is in `signatures`; this module is the logic that reads it."""

from __future__ import annotations

from govscan.discover import signatures
from govscan.pattern import pattern
from govscan.reference import endpoint_host

_HUB_PART = pattern(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?\Z")
_ALL_PREFIXES = tuple(start for start, _ in signatures.HOSTED_PREFIXES)
_SIZED = pattern(r"gpt-\d+b\b")  # of somebody else's family: "gpt-43b"
_OF_A_PROJECT = pattern(r"projects/.{0,200}/(?:models|endpoints)/")
_ARCHITECTURE = pattern(r"[A-Za-z]+-[A-Z]{1,2}/\d{1,2}(?:-|\Z)")  # "DiT-XL/2"
_FOLDER = pattern(r"(?:^|[_-])(?:caches?|checkpoints?|ckpts?|weights|downloads?|outputs?)(?:[_-]|\Z)")
_LETTER = pattern(r"[A-Za-z]")


def provider_of_url(url: str | None) -> str | None:
    """The provider behind a base URL or bare host ("https://api.deepseek.com/v1" -> "deepseek"); None for a host
    nobody knows (an organization's own gateway, an unexpanded variable)."""
    host = endpoint_host(url)
    if not url or not host:
        return None
    name, _, port = host.rpartition(":") if ":" in host else (host, "", "")
    name = name.rstrip(".")
    path = url.partition("//")[2].partition("/")[2]
    for suffix, start, provider in signatures.HOST_PATHS:
        if _under(name, suffix) and f"/{path}".startswith(start):
            return provider
    labels = name.split(".")
    for first in range(len(labels)):
        known = signatures.HOSTS.get(".".join(labels[first:]))
        if known is not None:
            return known or None
    for label, suffix, provider in signatures.HOST_FAMILIES:
        if name.endswith(suffix) and any(part == label or part.startswith(f"{label}-") for part in labels):
            return provider
    if name.endswith("-aiplatform.googleapis.com"):  # the region is glued to the label
        return "vertex"
    if port == signatures.OLLAMA_PORT or name == "ollama":
        return "ollama"
    return None


def _under(host: str, suffix: str) -> bool:
    return host == suffix or host.endswith(f".{suffix}")


def is_hub_id(text: str) -> bool:
    """Whether a text has the shape of a Hub id (`org/name`, one slash, Hub's alphabet) and is none of the
    look-alikes: MIME types, paths with a file extension, time zones, npm scopes, container images with a registry
    host, GitHub actions. A shape is never enough alone: the caller knows the key or call beside it."""
    org, slash, name = text.partition("/")
    if not slash or not _HUB_PART.match(org) or not _HUB_PART.match(name):
        return False
    if "." in org or "--" in text or ".." in text:  # a dot in front of the slash is a host or a namespace of an API
        return False
    if _ARCHITECTURE.match(text):
        return False
    lower = org.lower()
    if lower in signatures.NOT_AN_ORG or _FOLDER.search(lower) or name.lower().endswith(signatures.FILE_SUFFIXES):
        return False
    return bool(_LETTER.search(org)) and bool(_LETTER.search(name))


def hub_of(name: str) -> str:
    """The hub of an id where nothing but its organization tells: "damo/..." is one of ModelScope."""
    return "modelscope" if name.partition("/")[0] in signatures.MODELSCOPE_ORGS else "huggingface"


def split_revision(name: str) -> tuple[str, str | None]:
    """Take a revision that is glued to a Hub id apart: "org/name@<rev>" -> ("org/name", "<rev>")."""
    model, at, revision = name.partition("@")
    if at and revision and is_hub_id(model):
        return model, revision
    return name, None


def hosted_provider_of_name(name: str) -> str | None:
    """The provider whose own API serves a model of this name ("gpt-5.4-mini" -> "openai", "claude-opus-5-5" ->
    "anthropic", "hunyuan-turbos-latest" -> "hunyuan"). Only for names under a key or call that is known to name a
    hosted model and says nothing else of the provider."""
    lower = name.strip().lower()
    if not lower or " " in lower or len(lower) > 256:
        return None
    known = signatures.HOSTED_NAMES.get(lower)
    if known:
        return known
    if is_bedrock_id(lower):
        return "bedrock"
    if _OF_A_PROJECT.match(lower):
        return "vertex"
    if lower.endswith(signatures.WEIGHT_SUFFIXES) or (":" in lower and not lower.startswith(("arn:", "ft:"))):
        return None
    fine_tuned = lower.removeprefix("ft:")
    if not fine_tuned.startswith(_ALL_PREFIXES) or _SIZED.match(fine_tuned):
        return None
    for prefix, provider in signatures.HOSTED_PREFIXES:
        if fine_tuned.startswith(prefix):
            return (
                provider if provider != "dashscope" or (name.islower() and "_" not in name) else None
            )  # `Qwen3-8B` is what weights are called
    return None


def is_bedrock_id(name: str) -> bool:
    """Whether a name is a Bedrock model id, inference profile id or ARN ("eu.anthropic.claude-...-v1:0")."""
    lower = name.lower()
    if lower.startswith("arn:"):
        return ":bedrock:" in lower
    words = lower.split(".")
    if len(words) > 2 and words[0] in signatures.BEDROCK_GEOGRAPHIES:
        words = words[1:]
    if len(words) < 2 or words[0] not in signatures.BEDROCK_VENDORS or not words[1] or "/" in lower:
        return False
    return any(char in "-0123456789" for char in words[1])  # not "google.api_core", "deepseek.png"


def split_prefix(name: str) -> tuple[str | None, str]:
    """A router's prefix (LiteLLM, pydantic-ai, LangChain init_chat_model): "bedrock/eu.anthropic.claude-..." ->
    ("bedrock", "eu.anthropic.claude-..."), "huggingface/org/name" -> ("huggingface", "org/name"); no known prefix
    -> (None, name). Only for calls and keys of a router: "openai/whisper-base" elsewhere is a Hub id."""
    name = name.removeprefix("tensorzero::model_name::")
    for separator in ("/", "::", ":"):
        prefix, found, rest = name.partition(separator)
        provider = signatures.ROUTES.get(prefix.lower()) if found and rest else None
        if provider is None:
            continue
        if separator == ":" and (rest[0].isdigit() or rest == "latest"):  # an Ollama tag: "mistral:7b"
            continue
        mode, more, model = rest.partition(":" if separator == ":" else "/")
        return (provider, model) if more and model and mode in signatures.ROUTE_MODES else (provider, rest)
    return None, name


def is_torchaudio_bundle(text: str) -> bool:
    """Whether a text is the name of a bundle of `torchaudio.pipelines` ("WAV2VEC2_ASR_BASE_960H")."""
    return text.startswith(signatures.TORCHAUDIO_BUNDLES) and text.isupper() and text.replace("_", "").isalnum()


def is_local_path(text: str) -> bool:
    """Whether a text can only be a place on disk: an explicit relative, absolute or home path, a Windows drive, or
    a weight file. "folder/name" without an extension is not enough."""
    if text.startswith(("./", "../", "/", "~/", ".\\", "..\\", "file://")) or text in {".", ".."}:
        return True
    if text[1:3] in (":\\", ":/") and text[0].isalpha():
        return True
    return "://" not in text and text.lower().endswith(signatures.WEIGHT_SUFFIXES)


def is_weight_file(text: str) -> bool:
    """Whether a path or address ends like a file of weights."""
    return text.partition("?")[0].lower().endswith(signatures.WEIGHT_SUFFIXES)


def hub_id_of_url(url: str) -> tuple[str, str, str | None] | None:
    """The model behind a page or file address of a hub: (provider, "org/name", revision or None); None for any
    other address, and for data sets and spaces."""
    scheme, found, rest = url.partition("://")
    if not found or scheme not in ("http", "https", "hf", "huggingface", "modelscope"):
        return None
    if scheme not in ("http", "https"):
        return _hub_parts("modelscope" if scheme == "modelscope" else "huggingface", rest.split("/"))
    provider = provider_of_url(url)
    if provider not in ("huggingface", "modelscope"):
        return None
    parts = rest.partition("?")[0].partition("#")[0].split("/")[1:]
    if provider == "modelscope":
        if parts[:2] == ["api-inference", "v1"]:
            parts = parts[2:]
        if parts[:1] != ["models"]:
            return None
        parts = parts[1:]
    return _hub_parts(provider, parts)


def _hub_parts(provider: str, parts: list[str]) -> tuple[str, str, str | None] | None:
    if len(parts) < 2:
        return None
    name, glued = split_revision("/".join(parts[:2]).removesuffix(".git"))
    if not is_hub_id(name) or parts[0] in ("docs", "blog", "papers", "api", "collections", "settings", "learn"):
        return None
    in_tree = len(parts) > 3 and parts[2] in ("resolve", "blob", "tree", "raw")
    return provider, name, glued or (parts[3] if in_tree else None)


def provider_of_served_name(name: str, endpoint: str | None, client: str) -> tuple[str, str]:
    """Provider and name of a model asked for through a client: the endpoint's host decides; without an endpoint
    the client's own service does. At a host nobody knows, a Hub id is a Hub model on an own server, anything else
    is "custom": whatever answers there, it is not the service whose protocol is spoken.

    Args:
        client: the provider that the client talks to when nothing else is said.
    """
    if not endpoint:
        return client, name
    known = provider_of_url(endpoint)
    if known:
        return known, name
    return ("huggingface", name) if is_hub_id(split_revision(name)[0]) else ("custom", name)


def provider_of_loose_name(name: str) -> str | None:
    """The provider of a name under a key that names models but says nothing of the provider (`model:`,
    `MODEL_ID=`): "local" for paths, "huggingface" for Hub ids, a hosted service by its names; None where the text
    is none of these and should not be reported."""
    if not name or len(name) > 300 or any(char in name for char in " \t\n{}<>$*?"):
        return None
    if "://" in name:
        on_hub = hub_id_of_url(name)
        if on_hub:
            return on_hub[0]
        return "url" if is_weight_file(name) else None
    if is_weight_file(name):
        return "local"
    if is_hub_id(split_revision(name)[0]):
        return hub_of(name)
    return hosted_provider_of_name(name)
