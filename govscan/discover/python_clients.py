"""Data: the Python clients of hosted services, and the calls of their SDKs. The same kind of rows as `python_calls`."""

from __future__ import annotations

from typing import Final

from govscan.discover.python_call import Call

_OPENAI: Final = Call(
    "openai",
    endpoint=("base_url", "openai_api_base", "api_base"),
    region=("data_residency",),
    client=True,
    names=("model", "model_name", "id", "deployment"),
)
_AZURE: Final = Call(
    "azure-openai",
    names=("model", "model_name", "azure_deployment", "deployment_name", "deployment_id", "engine"),
    endpoint=("azure_endpoint", "base_url", "openai_api_base", "endpoint"),
    client=True,
)
_BEDROCK: Final = Call(
    "bedrock",
    names=("model_id", "model", "modelId", "model_name"),
    endpoint=("endpoint_url", "base_url"),
    region=("region_name", "aws_region", "region"),
    client=True,
)
_VERTEX: Final = Call(
    "vertex",
    names=("model_name", "model", "model_id"),
    region=("location", "region"),
    endpoint=("base_url",),
    client=True,
)
_GEMINI: Final = Call("gemini", names=("model", "model_name", "id"), region=("location",), client=True)


def _service(provider: str, position: int | None = None, roots: tuple[str, ...] = ()) -> Call:
    """A client that talks to one service unless a base URL says otherwise."""
    return Call(
        provider,
        position,
        ("model", "model_name", "model_id", "id"),
        endpoint=("base_url", "api_base", "endpoint", "server_url", "host", "api_url", "url"),
        region=("region", "region_name"),
        roots=roots,
        client=True,
    )


_BEDROCK_SERVICES: Final = ("bedrock-runtime", "bedrock-agent-runtime", "bedrock")

_CONSTRUCTORS: Final[tuple[tuple[Call, str], ...]] = (
    # A client and the names of its constructors, in the service's own SDK and in LangChain, LlamaIndex, Haystack,
    # pydantic-ai, smolagents and their kin.
    (
        _OPENAI,
        "OpenAI AsyncOpenAI ChatOpenAI OpenAIEmbeddings OpenAIEmbedding OpenAILike OpenAIEmbeddingFunction "
        "OpenAIChat OpenAIEmbedder OpenAIModel OpenAIChatModel OpenAIResponsesModel OpenAIServerModel OpenAIGenerator "
        "OpenAIChatGenerator OpenAITextEmbedder OpenAIDocumentEmbedder OpenAIMultiModal OpenAIChatCompletionClient "
        "OpenAIChatClient OpenAIResponses OpenAIProvider openai.Client openai.AsyncClient",
    ),
    (
        _AZURE,
        "AzureOpenAI AsyncAzureOpenAI AzureChatOpenAI AzureOpenAIEmbeddings AzureOpenAIEmbedding "
        "AzureOpenAIModel AzureChatCompletion AzureTextEmbedding AzureOpenAIChatCompletionClient "
        "AzureOpenAIChatGenerator ChatCompletionsClient AzureOpenAIServerModel AzureAIChatCompletionsModel "
        "AIProjectClient AgentsClient "
        "AzureProvider",
    ),
    (
        _BEDROCK,
        "AnthropicBedrock AsyncAnthropicBedrock ChatBedrock BedrockChat ChatBedrockConverse Bedrock "
        "BedrockLLM BedrockEmbeddings BedrockEmbedding BedrockConverse BedrockModel BedrockConverseModel "
        "ChatAnthropicBedrock AmazonBedrockServerModel",
    ),
    (
        _VERTEX,
        "AnthropicVertex AsyncAnthropicVertex ChatVertexAI VertexAI VertexAIEmbeddings ChatAnthropicVertex "
        "Vertex VertexTextEmbedding GeminiModelVertex",
    ),
    (
        _GEMINI,
        "genai.Client ChatGoogleGenerativeAI GoogleGenerativeAIEmbeddings GoogleGenerativeAI GoogleGenAI",
    ),
    (
        _service("anthropic"),
        "Anthropic AsyncAnthropic ChatAnthropic AnthropicLLM AnthropicModel AnthropicClient "
        "AnthropicChatGenerator AnthropicChatCompletionClient",
    ),
    (
        _service("mistral"),
        "MistralChat MistralEmbedder Mistral MistralClient MistralAsyncClient ChatMistralAI MistralAI "
        "MistralAIEmbeddings MistralAIEmbedding MistralModel MistralChatGenerator",
    ),
    (
        _service("cohere"),
        "CohereEmbedder ChatCohere CohereEmbeddings CohereEmbedding CohereRerank Cohere ClientV2 AsyncClientV2 "
        "CohereModel CohereChatGenerator",
    ),
    (
        _service("deepseek"),
        "ChatDeepSeek DeepSeek",
    ),
    (
        _service("dashscope"),
        "ChatTongyi Tongyi DashScope DashScopeEmbeddings DashScopeEmbedding DashScopeRerank "
        "DashscopeChatModel DashScopeChatModel ChatQwen ChatQwQ",
    ),
    (
        _service("qianfan"),
        "QianfanChatEndpoint QianfanLLMEndpoint QianfanEmbeddingsEndpoint ErnieBotChat ErnieEmbeddings Qianfan",
    ),
    (
        _service("hunyuan"),
        "ChatHunyuan HunyuanClient",
    ),
    (
        _service("zhipu"),
        "ZhipuAI ChatZhipuAI ZhipuAIEmbeddings ZhipuAiClient ZaiClient",
    ),
    (
        _service("moonshot"),
        "MoonshotChat Moonshot",
    ),
    (
        _service("minimax"),
        "MiniMaxChat Minimax MiniMaxEmbeddings MinimaxChat",
    ),
    (
        _service("volcengine"),
        "Ark AsyncArk VolcEngineMaasChat VolcEngineMaasLLM MaasService",
    ),
    (
        _service("groq"),
        "Groq AsyncGroq ChatGroq GroqModel",
    ),
    (
        _service("together"),
        "TogetherEmbedder Together AsyncTogether ChatTogether TogetherEmbeddings TogetherLLM TogetherEmbedding",
    ),
    (
        _service("fireworks"),
        "FireworksEmbedder Fireworks AsyncFireworks ChatFireworks FireworksEmbeddings FireworksEmbedding",
    ),
    (
        _service("openrouter"),
        "ChatOpenRouter OpenRouter",
    ),
    (
        _service("ollama", roots=("ollama",)),
        "ollama.Client ollama.AsyncClient",
    ),
    (
        _service("xai"),
        "ChatXAI XAI",
    ),
    (
        _service("perplexity"),
        "ChatPerplexity Perplexity AsyncPerplexity",
    ),
    (
        _service("siliconflow"),
        "SiliconFlow SiliconFlowEmbedding ChatSiliconFlow",
    ),
    (
        _service("stepfun"),
        "StepFun ChatStepFun",
    ),
    (
        _service("watsonx")._replace(endpoint=("url", "base_url", "credentials")),
        "ChatWatsonx WatsonxLLM WatsonxEmbeddings ModelInference",
    ),
    (
        _service("nvidia"),
        "ChatNVIDIA NVIDIA NVIDIAEmbeddings NVIDIAEmbedding NVIDIARerank NvidiaChatGenerator NvidiaGenerator"
        " NvidiaTextEmbedder NvidiaDocumentEmbedder NvidiaRanker",
    ),
    (
        _service("cerebras"),
        "Cerebras AsyncCerebras ChatCerebras",
    ),
    (
        _service("deepinfra"),
        "ChatDeepInfra DeepInfra DeepInfraEmbeddings DeepInfraLLM",
    ),
    (
        _service("ai21"),
        "AI21Client AsyncAI21Client ChatAI21 AI21 AI21LLM",
    ),
    (
        _service("github-models"),
        "GithubLLM",
    ),
    (
        _service("huggingface-inference"),
        "HuggingFaceInferenceAPI HuggingFaceInferenceAPIEmbedding HuggingFaceInferenceAPIEmbeddings "
        "InferenceClientModel",
    ),
    (
        _service("cohere"),
        "cohere.Client cohere.AsyncClient",
    ),
    (
        _service("replicate"),
        "replicate.Client",
    ),
    (
        _service("xai"),
        "xai_sdk.Client xai_sdk.AsyncClient",
    ),
)

CLIENTS: Final[dict[str, tuple[Call, ...]]] = {
    "client": (
        _BEDROCK._replace(names=(), first=_BEDROCK_SERVICES, roots=("boto3", "aioboto3", "aiobotocore", "?")),
    ),
    "GenerativeModel": (
        Call("vertex", 0, ("model_name",), roots=("vertexai", "google.cloud")),
        Call("gemini", 0, ("model_name",), roots=("google.generativeai", "google")),
    ),
    "TextEmbeddingModel.from_pretrained": (Call("vertex", 0, ("model_name",), roots=("vertexai",)),),
    "TextGenerationModel.from_pretrained": (Call("vertex", 0, ("model_name",), roots=("vertexai",)),),
    "Gemini": (_GEMINI._replace(names=("model", "id", "model_name")),),
    "GeminiModel": (_GEMINI._replace(position=0),),
    "GoogleModel": (_GEMINI._replace(position=0),),
    "replicate.run": (Call("replicate", 0, ("ref",)),),
    "replicate.stream": (Call("replicate", 0, ("ref",)),),
    "do": (Call("qianfan", None, ("model", "endpoint"), roots=("qianfan",)),),
    "qianfan.ChatCompletion": (Call("qianfan", None, ("model", "endpoint"), client=True),),
    "qianfan.Completion": (Call("qianfan", None, ("model", "endpoint"), client=True),),
    "qianfan.Embedding": (Call("qianfan", None, ("model", "endpoint"), client=True),),
    # class-style interfaces of older SDKs
    **{
        f"{kind}.{method}": (
            Call("openai", None, ("model", "engine", "deployment_id"), endpoint=("api_base",), roots=("openai",)),
        )
        for kind in ("ChatCompletion", "Completion", "Embedding", "Image", "Audio", "Moderation")
        for method in ("create", "acreate", "transcribe")
    },
    **{
        f"{kind}.call": (Call("dashscope", 0, ("model",), roots=("dashscope",)),)
        for kind in (
            "Generation", "AioGeneration", "MultiModalConversation", "TextEmbedding", "ImageSynthesis",
            "MultiModalEmbedding", "TextReRank", "Transcription", "SpeechSynthesizer", "VideoSynthesis",
        )
    },
    **{
        # `XModel(name)` of pydantic-ai and smolagents is the model itself, and takes its name first
        name: (call._replace(position=0) if name.endswith("Model") and call.position is None else call,)
        for call, names in _CONSTRUCTORS
        for name in names.split()
    },
}  # fmt: skip

METHODS: Final[dict[str, str]] = {
    # The end of a method's dotted path -> the provider whose protocol it is, for a client that is not in the file.
    "completions.create": "openai", "completions.parse": "openai", "completions.stream": "openai",
    "embeddings.create": "openai", "responses.create": "openai", "responses.parse": "openai",
    "responses.stream": "openai", "images.generate": "openai", "images.edit": "openai",
    "transcriptions.create": "openai", "translations.create": "openai", "speech.create": "openai",
    "moderations.create": "openai", "messages.create": "anthropic", "messages.stream": "anthropic",
    "models.generate_content": "gemini", "models.generate_content_stream": "gemini", "models.embed_content": "gemini",
    "invoke_model": "bedrock", "invoke_model_with_response_stream": "bedrock", "converse": "bedrock",
    "converse_stream": "bedrock", "chat.complete": "mistral", "chat.stream": "mistral",
    "chat_completion": "huggingface-inference", "text_generation": "huggingface-inference",
    "feature_extraction": "huggingface-inference",
}  # fmt: skip

POSITIONAL: Final[dict[str, frozenset[str]]] = {
    # By the provider of a client: its methods whose first argument is a model.
    "ollama": frozenset({"chat", "generate", "embed", "embeddings", "pull", "show"}),
}

METHOD_NAMES: Final = ("model", "modelId", "model_id", "model_name", "engine", "deployment", "deployment_name")

SERVICE_VARIABLES: Final[dict[str, str]] = {
    # Environment variables that hold a client's base URL -> the provider that they speak of.
    "AZURE_OPENAI": "azure-openai", "AZURE_AI": "azure-openai", "OPENAI_BASE_URL": "openai",
    "OPENAI_API_BASE": "openai", "OLLAMA": "ollama", "ANTHROPIC_BASE_URL": "anthropic", "DASHSCOPE": "dashscope",
    "DEEPSEEK": "deepseek", "MOONSHOT": "moonshot", "OPENROUTER": "openrouter", "GROQ": "groq", "TOGETHER": "together",
    "FIREWORKS": "fireworks", "ZHIPU": "zhipu", "MISTRAL_BASE_URL": "mistral", "SILICONFLOW": "siliconflow",
    "WATSONX": "watsonx", "PERPLEXITY": "perplexity", "ARK_BASE_URL": "volcengine",
}  # fmt: skip
