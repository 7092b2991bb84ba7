"""Who made a model, by its name: the key under which the catalog knows its publisher."""

from __future__ import annotations

from typing import Final

from govscan.pattern import pattern

# Providers that serve their own models alone.
_OWN: Final = frozenset(
    {"openai", "anthropic", "gemini", "mistral", "cohere", "deepseek", "zhipu", "moonshot", "minimax", "hunyuan", "xai"}
    | {"perplexity", "stepfun", "ai21"}
)
# Providers whose model names carry the maker's organization before a slash.
_PREFIXED: Final = frozenset(
    {"huggingface", "modelscope", "huggingface-inference", "openrouter", "together", "siliconflow", "deepinfra"}
    | {"nvidia", "replicate", "github-models", "groq", "watsonx", "cerebras"}
)
# How the names of a maker's models begin, and the provider or organization that the catalog knows the maker by.
_FAMILIES: Final = (
    ("gpt-", "openai"),
    ("chatgpt", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4-", "openai"),
    ("text-embedding-3", "openai"),
    ("text-embedding-ada", "openai"),
    ("claude", "anthropic"),
    ("gemini", "gemini"),
    ("gemma", "google"),
    ("text-embedding-00", "google"),
    ("text-bison", "google"),
    ("chat-bison", "google"),
    ("imagen", "google"),
    ("llama", "meta-llama"),
    ("codellama", "meta-llama"),
    ("mistral", "mistralai"),
    ("mixtral", "mistralai"),
    ("codestral", "mistralai"),
    ("ministral", "mistralai"),
    ("qwen", "Qwen"),
    ("qwq", "Qwen"),
    ("deepseek", "deepseek-ai"),
    ("command", "cohere"),
    ("grok", "xai"),
    ("phi", "microsoft"),
    ("kimi", "moonshotai"),
    ("moonshot", "moonshotai"),
    ("glm", "zai-org"),
    ("ernie", "baidu"),
    ("hunyuan", "tencent"),
    ("doubao", "volcengine"),
    ("jamba", "ai21"),
    ("granite", "ibm-granite"),
    ("yi:", "01-ai"),
)
_BEDROCK_MAKERS: Final = {"meta": "meta-llama", "stability": "stabilityai", "zai": "zai-org"}
_BEDROCK_AREA = pattern(r"(?:us|eu|apac|jp|au|ca|us-gov|global)\.")

BY_NAME_CONFIDENCE = 0.7


def maker_of(provider: str, name: str) -> tuple[str, float] | None:
    """The key of the publisher and how sure the name makes it; None where the name does not tell."""
    if provider in _OWN:
        return provider, 1.0
    if provider == "bedrock":
        return _of_bedrock(name)
    if provider == "azure-openai":
        return "openai", BY_NAME_CONFIDENCE  # a deployment's name is free, the service runs OpenAI's models
    if provider == "vertex":
        return _of_vertex(name)
    organization, slash, _ = name.strip("/").partition("/")
    if slash and provider in _PREFIXED:
        return organization, 1.0 if provider in ("huggingface", "modelscope") else 0.9
    if provider in ("huggingface", "modelscope", "local", "url", "timm", "torchhub", "spacy", "mlflow", "custom"):
        return None
    if provider == "ollama" and slash and organization != "library":
        return None  # anybody's upload, whatever it is called
    return _of_family(name.rpartition("/")[2] if slash else name)


def _of_family(name: str) -> tuple[str, float] | None:
    low = name.lower()
    key = next((key for prefix, key in _FAMILIES if low.startswith(prefix)), None)
    return (key, BY_NAME_CONFIDENCE) if key else None


def _of_bedrock(name: str) -> tuple[str, float] | None:
    """ "eu.anthropic.claude-...", also at the end of an ARN."""
    profile = name.rpartition("/")[2] if name.startswith("arn:") else name
    model = _BEDROCK_AREA.sub("", profile, count=1) if _BEDROCK_AREA.match(profile) else profile
    maker, dot, _ = model.partition(".")
    return (_BEDROCK_MAKERS.get(maker, maker), 0.9) if dot and maker.isalnum() else None


def _of_vertex(name: str) -> tuple[str, float] | None:
    """ "publishers/anthropic/models/...", "meta/llama-...", or a plain name."""
    parts = name.split("/")
    if "publishers" in parts[:-1]:
        return parts[parts.index("publishers") + 1], 0.9
    return (parts[0], 0.9) if len(parts) == 2 else _of_family(name)
