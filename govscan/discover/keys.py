"""What key, flag and variable names say: which of them name a model, and which a setting that stands beside one.

The same words are written `modelId`, `model-id`, `MODEL_ID` and `model_id`; everything here works on the last form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from govscan.pattern import pattern

_HUMP = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GLUED = pattern(r"_?model(name|id|path|repo)s?\Z")
_JOINT = pattern(r"[\s.\-_/]+")

NAMES_A_MODEL: Final = frozenset(
    {
        "backbone", "vision_tower", "text_encoder", "vision_encoder", "model", "models", "model_arn", "model_id",
        "model_ids", "model_name", "model_names", "model_path", "model_uri", "model_url", "model_repo",
        "model_repo_id", "model_repository", "model_name_or_path", "name_or_path", "pretrained", "pretrained_model",
        "pretrained_model_name", "pretrained_model_path", "pretrained_model_name_or_path", "model_identifier",
        "model_slug", "model_tag", "model_ref", "model_source", "model_list", "model_string", "repo_id", "hf_repo",
        "hf_repo_id", "hf_id", "hf_hub_id", "hf_path", "hf_checkpoint", "huggingface_id", "huggingface_repo",
        "huggingface_repo_id", "llm", "llm_name", "llm_id", "llm_path", "embedder", "embedder_name_or_path",
        "embedder_name", "embedding", "embedding_name", "reranker", "reranker_name_or_path", "reranker_name",
        "tokenizer_name_or_path", "tokenizer_config", "tokenizer", "tokenizer_name", "tokenizer_path", "tokenizer_id",
        "tokenizer_hub", "deployment", "deployment_name", "deployment_id", "deployment_model", "foundation_model",
        "engine", "storage_uri", "model_dir", "pretrained_model_dir", "checkpoint", "checkpoint_path", "vae_path",
        "lora_path", "lora_repo", "lora_id", "adapter", "adapter_path", "adapter_id", "adapter_ids",
        "adapter_name_or_path", "adapters", "lora_adapters", "lora", "loras", "controlnet", "controlnet_id", "mmproj",
        "gguf", "gguf_path", "model_file", "encoder_name_or_path", "default_completion", "inference_profile_id",
        "pretrained_pth", "pretrained_ckpt", "load_from", "ckpt_path", "text_encoder_path",
        "pretrained_weight", "pretrained_weights", "from_pretrained", "ckpt", "hf", "llms", "model_version",
        "model_lst",
        "local_tokenizer", "base_tokenizer", "text_tokenizer", "target_tokenizer",
    }
)  # fmt: skip
"""Names that speak of a model wherever they stand. What stands behind them must still look like one."""

_SUFFIXES: Final = (
    "_pretrained_model_name_or_path", "_model_name_or_path", "_name_or_path", "_model_repo_id", "_model_repo",
    "_model_names", "_model_name", "_model_ids", "_model_id", "_model_path", "_model_url", "_model_uri",
    "_model_dir", "_model_pref", "_model_list", "_model_file", "_models", "_model", "_repo_id", "_deployment_name",
    "_deployment_id", "_deployment", "_llm", "_inference_profile_id", "_model_arn", "_checkpoint_path", "_backbone",
    "_vision_tower", "_checkpoint", "_vocoder_id", "_engine_id", "_adapter", "_ckpt_path", "_ckpt",
    "_weights", "_weight", "_text_encoder_path", "_model_version",
    "_model_lst", "_llm_path",
)  # fmt: skip

_SPEAKING: Final = pattern(
    "|".join(
        re.sub("_", "[^a-z0-9]*+", re.escape(name))
        for name in sorted({*NAMES_A_MODEL, *(suffix.strip("_") for suffix in _SUFFIXES)})
        if not any(
            other != name and other in name for other in (*NAMES_A_MODEL, *(suffix.strip("_") for suffix in _SUFFIXES))
        )
    )
)

_PARTED: Final = pattern(r"(?:^|_)model_(?:\w{1,40}_name|(?:name|id|path|repo)_\w{1,40})\Z")
"""What a model is for between the two words or behind them (`model_semantic_name`, `MODEL_ID_LARGE`)."""

_NOT_A_MODEL: Final = pattern(
    r"served|alias|display|git(?:hub|lab)?_repo|^ollama_models$|data_?model|user_model|(?:^|_)model_(?:type|class|format|prefix|dir_|dirs|card|size|max"
    r"|kwargs|config|provider|base|api)|hub_model_id|push_to_hub|output|save|tool_call_parser|reasoning_parser"
    r"|chat_template|ls_model_name|hosting_model|label|dataset|(?:^|_)(?:view|domain|auth|user|car|device|phone|printer|product|billing|pricing"
    r"|data|object|db|database|orm|thread|threading|color|security|threat|3d|box)_models?$"
)
"""Names that hold one of the words above and mean something else: an alias a server answers to, a class of models,
a place to write to."""

_CONFIGURES: Final = pattern(r"(?:^|_)(?:model|llm|embedder|reranker)_(?:config|configuration|settings)$")

INSIDE_A_MODEL: Final = frozenset(
    {"name", "id", "path", "repo", "repository", "source", "uri", "url", "default", "default_value", "value",
     "primary", "fallback", "fallbacks", "repo_id", "options", "choices", "enum", "main", "fast", "small", "large",
     "smart", "chat"}
)  # fmt: skip
"""Names that speak of a model under a key that names one (`model: {name: ...}`, `models: [{id: ...}]`)."""

_SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "provider": (
        "provider", "model_provider", "api_type", "vendor", "custom_llm_provider", "provider_id", "provider_name",
        "client_type", "backend_type", "service", "sdk", "type", "platform", "platform_type", "api", "adapter_type",
    ),
    "endpoint": (
        "base_url", "api_base", "api_base_url", "endpoint", "azure_endpoint", "api_endpoint",
        "endpoint_url", "api_url", "server_url", "api_host", "host", "baseurl", "inference_url",
        "model_server", "url",
    ),
    "region": ("region", "region_name", "default_region", "location", "cloud_location", "cloud_region"),
    "revision": ("revision", "model_revision", "hf_revision", "commit_hash", "branch", "hf_commit"),
    "code_revision": ("code_revision",),
    "trust_remote_code": ("trust_remote_code", "allow_remote_code"),
    "quantization": ("quantization", "quantize", "load_in_4bit", "load_in_8bit"),
    "dtype": ("dtype", "torch_dtype"),
    "filename": ("filename", "hf_file", "model_file", "gguf_file"),
    "subfolder": ("subfolder",),
    "repository": ("repo_id", "hf_repo", "hf_repo_id", "model_repo", "model_repo_id"),
    "task": ("task",),
    "base": ("base_model", "base_model_id", "base_model_name", "base_model_name_or_path"),
}  # fmt: skip
SETTINGS: Final = {name: kind for kind, names in _SETTINGS.items() for name in names}
"""What a neighbor's name means for the model beside it."""

REGION_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    "bedrock": ("aws", "bedrock", "aws_bedrock"),
    "vertex": ("vertex", "vertex_ai", "vertexai", "google", "google_cloud", "gcp", "cloud_ml", "gcloud"),
    "azure-openai": ("azure", "azure_openai"),
    "watsonx": ("watsonx", "ibm"),
}
"""Prefixes whose region a provider follows (`AWS_REGION`, `GOOGLE_CLOUD_LOCATION`)."""

PROVIDER_WORDS: Final[dict[str, str]] = {
    "openai": "openai", "open_ai": "openai", "openai_compatible": "openai", "openai_api": "openai",
    "openai_chat": "openai", "openai_like": "openai", "openai_embedding": "openai", "openai_official": "openai",
    "oai": "openai",
    "azure": "azure-openai", "azure_openai": "azure-openai", "azureopenai": "azure-openai",
    "azopenai": "azure-openai", "az_openai": "azure-openai", "az_open_ai": "azure-openai", "aoai": "azure-openai",
    "azure_open_ai": "azure-openai", "azure_ai": "azure-openai", "azure_oai": "azure-openai",
    "azure_openai_chat": "azure-openai", "azure_openai_embedding": "azure-openai",
    "anthropic": "anthropic", "claude": "anthropic",
    "bedrock": "bedrock", "aws_bedrock": "bedrock", "amazon_bedrock": "bedrock", "bedrock_converse": "bedrock",
    "vertex": "vertex", "vertex_ai": "vertex", "vertexai": "vertex", "google_vertex": "vertex",
    "google_vertex_ai": "vertex", "google_vertexai": "vertex", "vertex_gemini": "vertex", "gcp_vertex": "vertex",
    "gemini": "gemini", "google_genai": "gemini", "google_gemini": "gemini", "google_ai_gemini": "gemini",
    "google_ai": "gemini", "googleai": "gemini", "google_generative_ai": "gemini", "genai": "gemini",
    "mistral": "mistral", "mistralai": "mistral", "mistral_ai": "mistral",
    "cohere": "cohere", "deepseek": "deepseek", "deep_seek": "deepseek",
    "dashscope": "dashscope", "tongyi": "dashscope", "qwen_api": "dashscope", "qwen_dashscope": "dashscope",
    "bailian": "dashscope", "alibaba": "dashscope", "qianfan": "qianfan", "wenxin": "qianfan",
    "hunyuan": "hunyuan", "zhipu": "zhipu", "zhipuai": "zhipu", "zhipu_ai": "zhipu", "bigmodel": "zhipu",
    "zai": "zhipu",
    "moonshot": "moonshot", "kimi": "moonshot", "minimax": "minimax", "volcengine": "volcengine", "volc": "volcengine",
    "ark": "volcengine", "doubao": "volcengine",
    "groq": "groq", "together": "together", "together_ai": "together", "togetherai": "together",
    "fireworks": "fireworks", "fireworks_ai": "fireworks", "openrouter": "openrouter", "open_router": "openrouter",
    "xai": "xai", "x_ai": "xai", "grok": "xai", "perplexity": "perplexity", "siliconflow": "siliconflow",
    "stepfun": "stepfun", "huggingface_inference": "huggingface-inference", "hf_inference": "huggingface-inference",
    "github": "github-models", "github_models": "github-models", "watsonx": "watsonx", "watsonxai": "watsonx",
    "nvidia": "nvidia", "nvidia_nim": "nvidia", "nim": "nvidia", "replicate": "replicate", "cerebras": "cerebras",
    "deepinfra": "deepinfra",
    "deep_infra": "deepinfra", "ai21": "ai21", "voyage": "voyage", "voyageai": "voyage", "voyage_ai": "voyage",
    "jina": "jina", "jinaai": "jina", "jina_ai": "jina",
    "huggingface": "huggingface", "hugging_face": "huggingface", "hf": "huggingface", "hugging_face_hub": "huggingface",
    "huggingface_hub": "huggingface", "transformers": "huggingface", "vllm": "huggingface", "sglang": "huggingface",
    "tgi": "huggingface", "tei": "huggingface", "sentence_transformers": "huggingface",
    "sentence_transformer": "huggingface", "sentencetransformers": "huggingface",
    "modelscope": "modelscope", "ollama": "ollama", "spacy": "spacy", "timm": "timm", "torchhub": "torchhub",
}  # fmt: skip
"""How configurations write a provider, as the value of `provider:` or as a key or a prefix of a name."""

SCHEMES: Final = ("hf://", "huggingface://", "ollama://", "modelscope://", "oci://registry.ollama.ai/")
"""How addresses begin that can only be those of a model."""

RELAYS: Final = frozenset(
    {"oneapi", "one_api", "newapi", "new_api", "litellm", "litellm_proxy", "portkey", "relay", "gateway", "ai_gateway",
     "llm_gateway", "api_gateway", "bifrost", "helicone"}
)  # fmt: skip
"""What configurations call a server that hands requests on to the services whose models it names."""

_SECRET = pattern(r"(?:api_?key|secret|token|password|passwd|credential|private_key|access_key)s?(?:_id)?$")
_LOOKS_SECRET = pattern(r"(?:sk-|hf_|gsk_|ghp_|xai-|AIza|AKIA|nvapi-|r8_|pplx-)[A-Za-z0-9_-]{16,}\Z")
_PLACEHOLDER = pattern(
    r"your[-_ ]|^you_|[-_]here\b|replace|change_?me|example\.|placeholder|x{3,}|\.\.\.|^(?:null|none|todo|tbd|n/a)$"
    r"|^(?:test|mock|fake|dummy)[-_](?:model|llm|deployment|embedding)s?$"
    r"|^(?:org|owner|user|username|namespace|repo)/(?:model|name|repo|my[-_])"
    r"|(?-i:^/?(?:PATH_(?:TO|OF)_)?(?:THE_)?MODEL(?:_PATH|_DIR|_NAME)?/?$)",
    re.IGNORECASE,
)
_NO_NAME = pattern(
    r"^<.*>$|^\*+$|^\[.*\]$|^\{[^{}]+\}$|(?:^|[/_ -])your[-_ ]|[-_]here$|change_?me|placeholder|^(?:todo|tbd|x{3,})$"
    r"|(?:^|/)path/to/|^(?:insert|enter|replace)[-_ ]",
    re.IGNORECASE,
)


def normal(key: str) -> str:
    """`modelId`, `model-id`, `MODEL_ID` -> `model_id`; dashes in front of a flag are dropped."""
    return _remembered(key) if len(key) <= _LONG else _normal(key)


def _normal(key: str) -> str:
    plain = _JOINT.sub("_", _HUMP.sub("_", key)).strip("_").lower()
    return _GLUED.sub(r"_model_\1", plain).lstrip("_") if "model" in plain else plain


_LONG: Final = 200
"""Longer keys are not remembered: nobody writes many, and a tree could be full of them."""
_remembered: Final = lru_cache(maxsize=65_536)(_normal)


def may_hold_a_model(small: str) -> bool:
    """Whether a name in lower case can be one for which `stem_of_model_key` finds a stem: the cheap test in front of
    `normal`, for whoever asks about every word of a tree."""
    return bool(_SPEAKING.search(small))


@lru_cache(maxsize=4096)
def stem_of_model_key(key: str) -> str | None:
    """The part of a normalized name in front of the word that says "model": `embedding_model_id` -> `embedding`,
    `model_id` -> the empty text; None where the name does not speak of a model."""
    named = key in NAMES_A_MODEL or key.startswith("pretrained_") or ("model_" in key and bool(_PARTED.search(key)))
    if not (named or key.endswith(_SUFFIXES)) or len(key) > 120 or _NOT_A_MODEL.search(key):  # the cheap test first
        return None
    if named:
        return ""
    for suffix in _SUFFIXES:
        if key.endswith(suffix):
            return key.removesuffix(suffix)
    return None


@lru_cache(maxsize=4096)
def configures_a_model(key: str) -> bool:
    """Whether a normalized name holds the settings of one model, its name among them (`model_configuration`)."""
    return bool(_CONFIGURES.search(key))


@lru_cache(maxsize=4096)
def setting_of(key: str) -> tuple[str, str] | None:
    """The kind of setting that a normalized name holds and the prefix in front of it: `openai_base_url` ->
    ("endpoint", "openai"), `revision` -> ("revision", ""); None for any other name."""
    if key in SETTINGS:
        return SETTINGS[key], ""
    words = key.split("_")
    for first in range(1, len(words)):
        tail = "_".join(words[first:])
        if tail in SETTINGS and tail not in ("type", "api", "platform", "host", "task", "branch", "sdk", "url"):
            return SETTINGS[tail], "_".join(words[:first])
    return None


@lru_cache(maxsize=4096)
def provider_of_word(word: str) -> str | None:
    """The provider that a configuration means by a value, a key or a prefix ("AzureOpenAI", "vertex_ai")."""
    name = normal(word)
    return PROVIDER_WORDS.get(name) or PROVIDER_WORDS.get(name.replace("_", ""))


@lru_cache(maxsize=4096)
def provider_of_stem(stem: str) -> tuple[str, str] | None:
    """The provider at the front of a prefix, and the words that say so: `azure_openai_chat` ->
    ("azure-openai", "azure_openai"); one generic word may stand in front ("default_openai", "spring_ai_openai")."""
    words = stem.split("_")
    for first in range(min(3, len(words))):
        for last in range(len(words), first, -1):
            part = "_".join(words[first:last])
            if part in PROVIDER_WORDS:
                return PROVIDER_WORDS[part], "_".join(words[:last])
    return None


@lru_cache(maxsize=32768)
def names_a_provider(word: bytes) -> bool:
    """Whether a word of a file is the name of a provider, or begins with one."""
    text = word.decode("utf-8", "replace")
    return bool(provider_of_word(text) or provider_of_stem(normal(text)))


def is_shown_name(key: str, beside: Iterable[str]) -> bool:
    """Whether a name beside an id is only how a person is shown the model (`modelId: "x-8b", modelName: "X 8B"`)."""
    return normal(key) == "model_name" and any(normal(other) == "model_id" for other in beside)


def is_secret(key: str) -> bool:
    """Whether a normalized name holds something that must never be shown."""
    return bool(_SECRET.search(key))


def is_stand_in(value: str) -> bool:
    """Whether a value is a placeholder, or looks like a secret that slipped into the wrong place."""
    return bool(_PLACEHOLDER.search(value) or _LOOKS_SECRET.match(value))


def is_placeholder(value: str) -> bool:
    """Whether a text only keeps the place of a name that its reader is to write ("<your-model>", "path/to/model")."""
    return len(value) <= 300 and bool(_NO_NAME.search(value.strip()))
