"""Which JavaScript packages, classes and functions belong to which provider: data."""

from __future__ import annotations

from typing import Final

from govscan.pattern import pattern

PACKAGES: Final[dict[str, str]] = {
    "openai": "openai", "@ai-sdk/openai": "openai", "@langchain/openai": "openai", "@llamaindex/openai": "openai",
    "@ai-sdk/openai-compatible": "openai", "@ai-sdk/azure": "azure-openai", "@azure/openai": "azure-openai",
    "@anthropic-ai/sdk": "anthropic", "@ai-sdk/anthropic": "anthropic", "@langchain/anthropic": "anthropic",
    "@llamaindex/anthropic": "anthropic", "@anthropic-ai/bedrock-sdk": "bedrock", "@anthropic-ai/vertex-sdk": "vertex",
    "@aws-sdk/client-bedrock-runtime": "bedrock", "@ai-sdk/amazon-bedrock": "bedrock", "@langchain/aws": "bedrock",
    "@llamaindex/aws": "bedrock", "@google/genai": "gemini", "@google/generative-ai": "gemini",
    "@ai-sdk/google": "gemini", "@langchain/google-genai": "gemini", "@llamaindex/google": "gemini",
    "@google-cloud/vertexai": "vertex", "@google-cloud/aiplatform": "vertex", "@ai-sdk/google-vertex": "vertex",
    "@langchain/google-vertexai": "vertex", "@mistralai/mistralai": "mistral", "@ai-sdk/mistral": "mistral",
    "@langchain/mistralai": "mistral", "cohere-ai": "cohere", "@ai-sdk/cohere": "cohere",
    "@langchain/cohere": "cohere",
    "groq-sdk": "groq", "@ai-sdk/groq": "groq", "@langchain/groq": "groq", "@ai-sdk/xai": "xai",
    "@langchain/xai": "xai",
    "@ai-sdk/deepseek": "deepseek", "@langchain/deepseek": "deepseek", "@ai-sdk/togetherai": "together",
    "together-ai": "together", "@ai-sdk/fireworks": "fireworks", "@ai-sdk/perplexity": "perplexity",
    "@ai-sdk/deepinfra": "deepinfra", "@ai-sdk/cerebras": "cerebras", "@cerebras/cerebras_cloud_sdk": "cerebras",
    "@ai-sdk/replicate": "replicate", "replicate": "replicate", "@openrouter/ai-sdk-provider": "openrouter",
    "@openrouter/sdk": "openrouter", "@huggingface/inference": "huggingface-inference", "ollama": "ollama",
    "ollama/browser": "ollama", "ollama-ai-provider": "ollama", "ollama-ai-provider-v2": "ollama",
    "@langchain/ollama": "ollama", "@llamaindex/ollama": "ollama", "@ibm-cloud/watsonx-ai": "watsonx",
    "@huggingface/transformers": "huggingface", "@xenova/transformers": "huggingface",
    "@ai-sdk/alibaba": "dashscope", "@ai-sdk/bytedance": "volcengine", "@ai-sdk/moonshotai": "moonshot",
    "@ai-sdk/minimax": "minimax", "@ai-sdk/huggingface": "huggingface-inference", "@ai-sdk/voyage": "voyage",
    "@ai-sdk/anthropic-aws": "anthropic", "workers-ai-provider": "cloudflare", "@langchain/cloudflare": "cloudflare",
    "zhipu-ai-provider": "zhipu", "qwen-ai-provider": "dashscope", "ai21": "ai21",
}  # fmt: skip
"""By the package that is imported; a name imported from it, or made by it, speaks to that provider."""

CLASSES: Final[dict[str, str]] = {
    "AzureOpenAI": "azure-openai", "AzureChatOpenAI": "azure-openai", "AzureOpenAIEmbeddings": "azure-openai",
    "OpenAIClient": "azure-openai", "ChatOpenAI": "openai", "OpenAIEmbeddings": "openai", "OpenAI": "openai",
    "OpenAIEmbedding": "openai", "Anthropic": "anthropic", "ChatAnthropic": "anthropic",
    "AnthropicBedrock": "bedrock", "AnthropicVertex": "vertex", "ChatBedrockConverse": "bedrock",
    "BedrockChat": "bedrock", "ChatBedrock": "bedrock", "BedrockEmbeddings": "bedrock", "InvokeModelCommand": "bedrock",
    "InvokeModelWithResponseStreamCommand": "bedrock", "ConverseCommand": "bedrock", "ConverseStreamCommand": "bedrock",
    "GoogleGenerativeAI": "gemini", "GoogleGenAI": "gemini", "ChatGoogleGenerativeAI": "gemini",
    "GoogleGenerativeAIEmbeddings": "gemini", "VertexAI": "vertex", "ChatVertexAI": "vertex",
    "ChatMistralAI": "mistral", "MistralAIEmbeddings": "mistral", "Mistral": "mistral", "ChatCohere": "cohere",
    "CohereEmbeddings": "cohere", "CohereClient": "cohere", "CohereClientV2": "cohere", "ChatGroq": "groq",
    "Groq": "groq", "ChatXAI": "xai", "ChatDeepSeek": "deepseek", "ChatTogetherAI": "together", "Together": "together",
    "ChatFireworks": "fireworks", "ChatOllama": "ollama", "OllamaEmbeddings": "ollama", "Ollama": "ollama",
    "HfInference": "huggingface-inference", "InferenceClient": "huggingface-inference",
    "HuggingFaceInference": "huggingface-inference", "HuggingFaceInferenceEmbeddings": "huggingface-inference",
    "HuggingFaceTransformersEmbeddings": "huggingface", "ChatAlibabaTongyi": "dashscope", "ChatZhipuAI": "zhipu",
    "ChatMoonshot": "moonshot", "ChatMinimax": "minimax", "ChatBaiduQianfan": "qianfan", "ChatWatsonx": "watsonx",
    "Replicate": "replicate", "ChatPerplexity": "perplexity", "HuggingFaceEmbedding": "huggingface",
}  # fmt: skip
"""By the class that is constructed."""

FACTORIES: Final[dict[str, str]] = {
    "createOpenAI": "openai", "createAzure": "azure-openai", "createAnthropic": "anthropic",
    "createAmazonBedrock": "bedrock", "createGoogleGenerativeAI": "gemini", "createVertex": "vertex",
    "createMistral": "mistral", "createCohere": "cohere", "createGroq": "groq", "createXai": "xai",
    "createDeepSeek": "deepseek", "createTogetherAI": "together", "createFireworks": "fireworks",
    "createPerplexity": "perplexity", "createOpenAICompatible": "openai", "createOpenRouter": "openrouter",
    "createOllama": "ollama", "createCerebras": "cerebras", "createDeepInfra": "deepinfra",
    "createReplicate": "replicate", "createQwen": "dashscope", "createZhipu": "zhipu",
}  # fmt: skip
"""By the function that makes a provider of the AI SDK."""

ROUTERS: Final = frozenset({"gateway", "initChatModel", "languageModel", "textEmbeddingModel", "getModel"})
"""Calls whose first argument carries the prefix of a provider ("openai/gpt-4o", "openai:gpt-4o")."""


MODEL_METHODS: Final = frozenset(
    {"chat", "completion", "responses", "embedding", "textEmbedding", "textEmbeddingModel", "embeddingModel", "image",
     "imageModel", "languageModel", "chatModel", "transcription", "transcriptionModel", "speech", "speechModel",
     "video", "videoModel", "reranking", "rerankingModel", "messages", "run"}
)  # fmt: skip
"""Methods of a client whose first argument is a model."""

CREATES: Final = frozenset({"create", "parse", "stream", "generate", "chat", "complete", "generateContent", "embed"})
"""Methods that are handed what to do, with the model, as an object."""

ENGINES: Final = frozenset({"CreateMLCEngine", "CreateWebWorkerMLCEngine", "CreateServiceWorkerMLCEngine"})
"""Calls that run a model in the browser: its name is the first argument, or stands behind the worker."""

_OF_AI_SDK: Final = pattern(r"(@ai-sdk/[\w-]+)(?:/.*)?\Z|(?!\.).*\bai-(?:sdk-)?provider(?:-v\d+)?\Z")


def makes_models(name: str) -> bool:
    """Whether a package can be one whose functions make models for the AI SDK, of a provider that may not be known."""
    return bool(_OF_AI_SDK.match(name))


def provider_of_package(name: str) -> str | None:
    """The provider of a package, also of a part of it or by its address on a content delivery network."""
    part = _OF_AI_SDK.match(name)
    known = PACKAGES.get(name) or (PACKAGES.get(part[1]) if part and part[1] else None)
    if known:
        return known
    for package in ("@huggingface/transformers", "@xenova/transformers"):
        if package in name:
            return PACKAGES[package]
    if name.startswith(("@langchain/community/", "langchain/")):
        word = name.rsplit("/", 1)[-1]
        return {"ollama": "ollama", "openai": "openai", "bedrock": "bedrock", "hf": "huggingface-inference"}.get(word)
    return None
