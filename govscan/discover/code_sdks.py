"""What Java, Kotlin, C# and Go say of models: data.

Most of it is in the names themselves (`OpenAiChatModel`, `AddAzureOpenAIChatCompletion`, `modelName(...)`), which
`keys` reads; here stand the packages and the calls that do not say it. Adding one is one line.
Sources: the documentation of LangChain4j, Spring AI, Semantic Kernel, Microsoft.Extensions.AI, langchaingo and the
providers' own SDKs.
"""

from __future__ import annotations

from typing import Final

PACKAGES: Final[dict[str, str]] = {
    # Beginnings of what is imported -> provider; the longest that fits wins.
    "com.openai": "openai", "com.theokanning.openai": "openai", "com.aallam.openai": "openai", "OpenAI": "openai",
    "github.com/openai/openai-go": "openai", "github.com/sashabaranov/go-openai": "openai",
    "github.com/tmc/langchaingo/llms/openai": "openai", "dev.langchain4j.model.openai": "openai",
    "org.springframework.ai.openai": "openai", "Betalgo.Ranul.OpenAI": "openai",
    "com.azure.ai.openai": "azure-openai", "Azure.AI.OpenAI": "azure-openai", "Azure.AI.Inference": "azure-openai",
    "github.com/Azure/azure-sdk-for-go/sdk/ai/azopenai": "azure-openai",
    "dev.langchain4j.model.azure": "azure-openai", "org.springframework.ai.azure": "azure-openai",
    "com.anthropic": "anthropic", "Anthropic": "anthropic", "github.com/anthropics/anthropic-sdk-go": "anthropic",
    "com.anthropic.bedrock": "bedrock", "com.anthropic.vertex": "vertex",
    "github.com/anthropics/anthropic-sdk-go/bedrock": "bedrock",
    "github.com/anthropics/anthropic-sdk-go/vertex": "vertex",
    "github.com/tmc/langchaingo/llms/anthropic": "anthropic", "dev.langchain4j.model.anthropic": "anthropic",
    "org.springframework.ai.anthropic": "anthropic",
    "software.amazon.awssdk.services.bedrockruntime": "bedrock", "aws.sdk.kotlin.services.bedrockruntime": "bedrock",
    "Amazon.BedrockRuntime": "bedrock", "Amazon.Bedrock": "bedrock",
    "github.com/aws/aws-sdk-go-v2/service/bedrockruntime": "bedrock",
    "github.com/tmc/langchaingo/llms/bedrock": "bedrock", "dev.langchain4j.model.bedrock": "bedrock",
    "org.springframework.ai.bedrock": "bedrock",
    "com.google.genai": "gemini", "google.golang.org/genai": "gemini", "github.com/google/generative-ai-go": "gemini",
    "com.google.ai.client.generativeai": "gemini", "github.com/tmc/langchaingo/llms/googleai": "gemini",
    "dev.langchain4j.model.googleai": "gemini", "Mscc.GenerativeAI": "gemini", "Google.GenAI": "gemini",
    "com.google.cloud.vertexai": "vertex", "com.google.cloud.aiplatform": "vertex", "Google.Cloud.AIPlatform": "vertex",
    "cloud.google.com/go/vertexai": "vertex", "dev.langchain4j.model.vertexai": "vertex",
    "org.springframework.ai.vertexai": "vertex", "com.google.firebase.vertexai": "vertex",
    "dev.langchain4j.model.mistralai": "mistral", "org.springframework.ai.mistralai": "mistral",
    "github.com/tmc/langchaingo/llms/mistral": "mistral",
    "com.cohere": "cohere", "github.com/cohere-ai/cohere-go": "cohere", "dev.langchain4j.model.cohere": "cohere",
    "com.alibaba.dashscope": "dashscope", "com.alibaba.cloud.ai.dashscope": "dashscope",
    "dev.langchain4j.community.model.dashscope": "dashscope", "dev.langchain4j.community.model.qianfan": "qianfan",
    "dev.langchain4j.community.model.zhipu": "zhipu", "org.springframework.ai.zhipuai": "zhipu",
    "org.springframework.ai.minimax": "minimax", "org.springframework.ai.deepseek": "deepseek",
    "com.zhipu": "zhipu", "ai.z.openapi": "zhipu", "com.volcengine.ark": "volcengine",
    "github.com/volcengine/volcengine-go-sdk/service/arkruntime": "volcengine",
    "github.com/ollama/ollama": "ollama", "github.com/tmc/langchaingo/llms/ollama": "ollama",
    "dev.langchain4j.model.ollama": "ollama", "org.springframework.ai.ollama": "ollama",
    "io.github.ollama4j": "ollama", "OllamaSharp": "ollama",
    "dev.langchain4j.model.huggingface": "huggingface-inference",
    "org.springframework.ai.huggingface": "huggingface-inference",
    "com.ibm.watsonx": "watsonx", "dev.langchain4j.model.watsonx": "watsonx",
    "dev.langchain4j.model.jlama": "huggingface", "dev.langchain4j.model.localai": "local",
    "dev.langchain4j.model.voyageai": "voyage", "dev.langchain4j.model.jina": "jina",
    "dev.langchain4j.model.github": "github-models",
    "ai.djl": "huggingface", "LLama": "local", "de.kherud.llama": "local",
}  # fmt: skip

NAMES_FIRST: Final = frozenset(
    {
        # Calls whose first text is a model and whose name does not end as if it were one.
        "ChatClient", "GetChatClient", "GetEmbeddingClient", "GetImageClient", "GetAudioClient", "EmbeddingClient",
        "ImageClient", "AudioClient", "ResponsesClient", "GetOpenAIResponseClient", "GetResponsesClient",
        "AddOpenAIChatCompletion", "AddAzureOpenAIChatCompletion", "AddOpenAITextEmbeddingGeneration",
        "AddAzureOpenAITextEmbeddingGeneration", "AddOpenAIEmbeddingGenerator", "AddAzureOpenAIEmbeddingGenerator",
        "AddOpenAITextToImage", "AddGoogleAIGeminiChatCompletion", "AddVertexAIGeminiChatCompletion",
        "AddMistralChatCompletion", "AddMistralTextEmbeddingGeneration", "AddOllamaChatCompletion",
        "AddOllamaTextEmbeddingGeneration", "AddOllamaEmbeddingGenerator", "AddHuggingFaceChatCompletion",
        "AddHuggingFaceTextGeneration", "AddBedrockChatCompletionService", "AddBedrockTextEmbeddingGenerationService",
        "AddAzureAIInferenceChatCompletion", "OpenAIChatCompletionService", "AzureOpenAIChatCompletionService",
        "GenerativeModel", "EmbeddingModel", "GetGenerativeModel", "AsIChatClient", "AsChatClient",
        "AsIEmbeddingGenerator", "AsEmbeddingGenerator", "generateContent", "generateContentStream", "ModelId",
        "AddChatClient", "AddEmbeddingGenerator", "ChatCompletionsOptions", "CompletionsOptions", "EmbeddingsOptions",
    }
)  # fmt: skip

NAMES_SECOND: Final = frozenset(
    {
        "OllamaApiClient",
        "OllamaChatClient",
        "OllamaEmbeddingGenerator",
        "GenerateContent",
        "GenerateContentStream",
        "EmbedContent",
        "CountTokens",
    }
)
"""Calls whose second argument is a model."""

GIVES_DEFAULT: Final = "WithDefault"
"""The annotation of a configuration's getter that says what it gives where nobody sets it (SmallRye, Quarkus)."""

WRAPS: Final = frozenset({"String", "F", "Ptr", "ToPtr", "StringPtr", "Opt", "NewOpt"})
"""Calls that hand a text on (`ModelId: aws.String("...")`)."""

ENDPOINTS: Final = frozenset(
    {"base_url", "baseurl", "endpoint", "endpoint_override", "with_base_url", "api_base", "with_server_url",
     "server_url", "url", "with_endpoint", "api_host"}
)  # fmt: skip
"""Names, normalized, of the settings and calls that point a client at a host."""

CONSTANT_OWNERS: Final = frozenset(
    {"ChatModel", "Model", "Models", "EmbeddingModel", "openai", "anthropic", "OpenAiChatModelName", "ImageModel",
     "AudioModel", "SpeechModel", "ModerationModel",
     "OpenAiEmbeddingModelName", "AnthropicChatModelName", "MistralAiChatModelName", "ChatModelName", "OpenAIModel"}
)  # fmt: skip
"""What stands in front of an SDK's own constant for a model (`ChatModel.GPT_4O`, `openai.GPT4oMini`)."""

OR_DEFAULT: Final = frozenset(
    {"getOrDefault", "getProperty", "getString", "getEnv", "GetEnv", "GetValue", "getEnvOrDefault"}
)
"""Calls whose second argument is what a setting is where nobody sets it."""
