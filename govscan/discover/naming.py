"""What a text that is known to name a model says by itself: a router's prefix, a Hub id, the name of a hosted model.
Each function answers with a `Named`, or None where its kind of name is not met."""

from __future__ import annotations

import re
from typing import Final

from govscan.discover import classify
from govscan.discover.naming_places import PLAIN, Named, can_be_weights, split_tag
from govscan.discover.signatures import (
    FASTER_WHISPER,
    FILE_SUFFIXES,
    OPEN_WEIGHTS,
    SENTENCE_TRANSFORMERS_ORG,
)
from govscan.pattern import pattern

_OLLAMA_TAG = pattern(r"[a-z0-9][\w.-]{0,80}(?:/[\w.-]{1,80})?:[\w.-]{1,60}\Z", re.IGNORECASE)
_VERSION_OF_REPLICATE = pattern(r"[\w-]+/[\w.-]+:[0-9a-f]{64}\Z")
_SIZE_TAG = pattern(r":(?:latest|(?:\d+x)?\d+(?:\.\d+)?[bm](?:-[\w.-]+)?)\Z", re.IGNORECASE)
_QUANTIZED = pattern(r"(?:UD-)?(?:I?Q[1-8]|B?F(?:16|32)|MXFP4|TQ[12])[A-Z0-9_]*\Z", re.IGNORECASE)
_SHORT_SENTENCE_MODEL = pattern(r"(?:all|multi-qa|paraphrase|msmarco|distiluse|gtr|sentence-t5)-[A-Za-z0-9.-]+\Z")
_PATHS: Final = ("name_or_path", "model_path", "adapter_path", "checkpoint", "lora_path")
_RELATIVE: Final = pattern(r"[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)+\Z")
_COMPILED: Final = pattern(r"[A-Za-z0-9][\w.-]{0,90}-q\d{1,2}b?f\d{1,2}(?:_\d)?(?:-\w{1,20})?-MLC\Z")
"""Weights that MLC has compiled; its libraries look for them under its own organization."""
_BARE_HUB_KEYS: Final = ("name_or_path", "pretrained_model", "pretrained_weight", "hf_model", "huggingface_model")
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
    r"(?=[a-z0-9.]+(?:[_-][a-z0-9.]+)+\Z)(?=.*\d)(?:"
    r"(?:.*-)?(?:llama|codellama|qwen|mistral|mixtral|gemma|phi|deepseek|falcon|vicuna|glm|internlm|baichuan|nemotron|olmo"
    r"|granite|dbrx|solar|hermes|zephyr|minicpm|starcoder|wizardlm)[\d.]*[_-](?:.*-)?(?:\d+x)?\d+(?:\.\d+)?b(?:-|\Z)"
    r"|.*-(?:instruct|rerank|reranker|embed|embedding)(?:-|\Z)"
    r"|(?:multilingual-)?e5-(?:small|base|large)(?:-|\Z)|(?:bge|gte)-(?:small|base|large|m3|reranker)(?:-|\Z))"
)
"""How open weights are called without their organization (`llama-3.3-70b-versatile`)."""
_OF_JUMPSTART: Final = pattern(
    r"(?:huggingface|meta|model|pytorch|tensorflow|stabilityai|deepseek)-(?:llm|vlm|textgeneration\d?|text2text|txt2txt|txt2img"
    r"|sentencesimilarity|textembedding|asr|tc|ner|summarization|translation|reasoning)-[\w-]{2,100}\Z"
)
"""Ids of SageMaker JumpStart say the library and the task."""
_VENDORS: Final = {"google": ("gemini", "vertex"), "x-ai": ("xai",), "z-ai": ("zhipu",), "amazon": ("bedrock",)}
_GENERIC_WORDS: Final = frozenset({"default", "local", "custom", "model", "auto", "none", "test", "api", "base"})


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
        return Named(provider, text, endpoint=endpoint) if PLAIN.match(text) else None
    if not PLAIN.match(text) or text.lower() in _GENERIC_WORDS:
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
    if known and served and PLAIN.match(text) and text.lower() not in _GENERIC_WORDS:
        return Named(known, name, revision, endpoint)
    if known == "ollama" and PLAIN.match(text):
        return Named("ollama", text, endpoint=endpoint)
    if classify.is_local_path(text):
        return Named("local", text) if can_be_weights(text, key) else None
    if _through_a_gateway(name, key):
        return Named("custom", name, revision, endpoint)
    if classify.is_hub_id(name):
        return Named(classify.hub_of(name), name, revision, endpoint)
    tagged = _tagged(name, key, endpoint)
    if tagged:
        return tagged
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
        return Named("local", text) if can_be_weights(text, key) else None
    return _short_hub_name(name, key, endpoint, said=False)


def _tagged(name: str, key: str, endpoint: str | None) -> Named | None:
    """A Hub id with the quantization that is asked of it, or as a router writes what it charges nothing for."""
    repository, tag = split_tag(name)
    if not tag or not classify.is_hub_id(repository):
        return None
    if tag == "free":
        return Named("openrouter", name, None, endpoint)
    asked = key.startswith("hf") or _QUANTIZED.match(tag)
    return Named("huggingface", repository, None, endpoint, (("quantization", tag),)) if asked else None


def served(name: str) -> bool:
    """Whether a name is one under which somebody serves a model."""
    return bool(classify.hosted_provider_of_name(name) or _OF_A_FAMILY.match(name))


def _of_anybody(name: str, key: str) -> str | None:
    """Open weights at whoever serves them (`model="llama-3.3-70b-versatile"`)."""
    if _OF_JUMPSTART.match(name):
        return "sagemaker"
    named = (key == "models" or key.endswith(("model", "model_name", "model_id"))) and not name.endswith(FILE_SUFFIXES)
    return "custom" if named and _OF_A_FAMILY.match(name) else None


def _through_a_gateway(text: str, key: str) -> bool:
    """Whether a name is the route to a model that somebody's gateway serves: words in front of the name of a hosted
    model (`openai-main/gpt-4o-mini`), or of an id of the Hub (`local-infinity/org/name`)."""
    *route, last = text.split("/")
    if not route or "tokenizer" in key or any(part in key for part in _PATHS) or not PLAIN.match(text):
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
    if _COMPILED.match(name):
        return Named("huggingface", f"mlc-ai/{name}", endpoint=endpoint)
    old = re.fullmatch(r"(?:gpt2|(?:distil|al|x?lm-)?(?:ro)?bert(?:a)?|t5|bart|xlnet|electra)(?:-[\w.]+){0,4}", name)
    if (said or _bare_hub_key(key)) and old and (name == "gpt2" or "-" in name):
        return Named("huggingface", name, endpoint=endpoint)
    if _OLLAMA_TAG.match(name) and ("ollama" in key or _SIZE_TAG.search(name)):
        return Named("ollama", name, endpoint=endpoint)
    return None


def _hub(provider: str, text: str, endpoint: str | None) -> Named:
    name, revision = classify.split_revision(text)
    return Named(provider, name, revision, endpoint)
