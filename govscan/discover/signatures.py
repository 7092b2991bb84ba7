"""Data, shared by every surface: which host, model name and router prefix belongs to which provider.

Nothing here decides; `classify` reads these tables. A new provider is one line in each table that it needs.
Sources: the providers' API references and the defaults in their published SDKs.
"""

from __future__ import annotations

from typing import Final

OPEN_WEIGHTS: Final = frozenset(
    {"huggingface", "modelscope", "ollama", "local", "url", "timm", "torchhub", "spacy", "mlflow"}
)
"""Providers whose models the user runs; all others answer over an API."""

# --- hosts --------------------------------------------------------------------------------------------------------

HOSTS: Final[dict[str, str]] = {
    # Suffixes of whole labels: "api.deepseek.com" and "x.api.deepseek.com" match, "notapi.deepseek.com" does not.
    # An empty provider is a host that a shorter suffix would claim wrongly.
    "api.openai.com": "openai",
    "openai.azure.com": "azure-openai",
    "openai.azure.us": "azure-openai",
    "openai.azure.cn": "azure-openai",
    "services.ai.azure.com": "azure-openai",
    "cognitiveservices.azure.com": "azure-openai",
    "api.cognitive.microsoft.com": "azure-openai",
    "models.ai.azure.com": "azure-openai",
    "models.inference.ai.azure.com": "github-models",
    "models.github.ai": "github-models",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "gemini",
    "aiplatform.googleapis.com": "vertex",
    "api.mistral.ai": "mistral",
    "api.eu.mistral.ai": "mistral",
    "api.us.mistral.ai": "mistral",
    "codestral.mistral.ai": "mistral",
    "api.cohere.com": "cohere",
    "api.cohere.ai": "cohere",
    "api.deepseek.com": "deepseek",
    "api.lingyiwanwu.com": "01ai",
    "api.endpoints.anyscale.com": "anyscale",
    "api.aimlapi.com": "aimlapi",
    "api.novita.ai": "novita",
    "api.studio.nebius.ai": "nebius",
    "api.studio.nebius.com": "nebius",
    "api.tokenfactory.nebius.com": "nebius",
    "api.sambanova.ai": "sambanova",
    "api.hyperbolic.xyz": "hyperbolic",
    "api.friendli.ai": "friendli",
    "api.featherless.ai": "featherless",
    "inference.baseten.co": "baseten",
    "api.inference.net": "inference.net",
    "llm.chutes.ai": "chutes",
    "api.parasail.io": "parasail",
    "dashscope.aliyuncs.com": "dashscope",
    "dashscope-intl.aliyuncs.com": "dashscope",
    "dashscope-us.aliyuncs.com": "dashscope",
    "maas.aliyuncs.com": "dashscope",
    "qianfan.baidubce.com": "qianfan",
    "aip.baidubce.com": "qianfan",
    "hunyuan.tencentcloudapi.com": "hunyuan",
    "api.hunyuan.cloud.tencent.com": "hunyuan",
    "api.lkeap.cloud.tencent.com": "hunyuan",
    "tencentmaas.com": "hunyuan",
    "tencentcloudmaas.com": "hunyuan",
    "tencentcloudmaas.tech": "hunyuan",
    "open.bigmodel.cn": "zhipu",
    "api.z.ai": "zhipu",
    "api.moonshot.cn": "moonshot",
    "api.moonshot.ai": "moonshot",
    "api.kimi.com": "moonshot",
    "api.minimax.io": "minimax",
    "api.minimaxi.com": "minimax",
    "api.minimax.chat": "minimax",
    "api.minimaxi.chat": "minimax",
    "api.groq.com": "groq",
    "api.together.xyz": "together",
    "api.together.ai": "together",
    "api.fireworks.ai": "fireworks",
    "direct.fireworks.ai": "fireworks",
    "openrouter.ai": "openrouter",
    "api.x.ai": "xai",
    "us-east-1.api.x.ai": "xai",
    "eu-west-1.api.x.ai": "xai",
    "api.perplexity.ai": "perplexity",
    "api.siliconflow.cn": "siliconflow",
    "api.siliconflow.com": "siliconflow",
    "api.stepfun.com": "stepfun",
    "api.stepfun.ai": "stepfun",
    "router.huggingface.co": "huggingface-inference",
    "api-inference.huggingface.co": "huggingface-inference",
    "endpoints.huggingface.cloud": "huggingface-inference",
    "huggingface.co": "huggingface",
    "hf.co": "huggingface",
    "hf-mirror.com": "huggingface",
    "api-inference.modelscope.cn": "",
    "modelscope.cn": "modelscope",
    "ml.cloud.ibm.com": "watsonx",
    "wxai.ibm.com": "watsonx",
    "wxai.ibmforusgov.com": "watsonx",
    "integrate.api.nvidia.com": "nvidia",
    "ai.api.nvidia.com": "nvidia",
    "api.replicate.com": "replicate",
    "api.cerebras.ai": "cerebras",
    "api.deepinfra.com": "deepinfra",
    "api.ai21.com": "ai21",
    "api.voyageai.com": "voyage",
    "api.jina.ai": "jina",
    "ollama.com": "ollama",
    "registry.ollama.ai": "ollama",
}

HOST_FAMILIES: Final[tuple[tuple[str, str, str], ...]] = (
    # (label that must be there, whole or up to a "-"; suffix of the host; provider): the region stands between them.
    ("bedrock", ".amazonaws.com", "bedrock"),
    ("bedrock", ".amazonaws.com.cn", "bedrock"),
    ("bedrock", ".amazonaws.eu", "bedrock"),
    ("bedrock", ".api.aws", "bedrock"),
    ("aws-external-anthropic", ".api.aws", "anthropic"),
    ("aiplatform", ".rep.googleapis.com", "vertex"),
    ("ark", ".volces.com", "volcengine"),
    ("maas-api", ".volces.com", "volcengine"),
    ("ark", ".bytepluses.com", "volcengine"),
)

HOST_PATHS: Final[tuple[tuple[str, str, str], ...]] = (
    # (suffix of the host, start of the path, provider): the path moves a request to another operator.
    ("services.ai.azure.com", "/anthropic", "anthropic"),
)

OLLAMA_PORT: Final = "11434"

# --- names of hosted models ---------------------------------------------------------------------------------------

HOSTED_NAMES: Final[dict[str, str]] = {
    # Whole names, in lower case.
    "o1": "openai", "o3": "openai", "whisper-1": "openai", "tts-1": "openai", "tts-1-hd": "openai",
    "haiku": "anthropic", "sonnet": "anthropic", "opus": "anthropic", "davinci": "openai", "davinci-002": "openai",
    "babbage-002": "openai", "text-embedding-004": "gemini", "text-embedding-005": "vertex",
    "text-multilingual-embedding-002": "vertex", "chat-bison": "vertex", "text-bison": "vertex",
    "mistral-embed": "mistral", "mistral-tiny": "mistral", "command": "cohere", "command-light": "cohere",
    "deepseek-chat": "deepseek", "deepseek-reasoner": "deepseek", "embedding-2": "zhipu", "embedding-3": "zhipu",
    "embedding-v1": "qianfan", "bge-large-zh-qianfan": "qianfan", "sonar": "perplexity",
}  # fmt: skip

HOSTED_PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    # In lower case; the first that fits wins, so the longer stands first. Open-weight families that share a word
    # with a service ("gpt-oss", "gpt-neo", "gpt2") are kept out by naming the service's own generations.
    ("gpt-35-", "azure-openai"), *((f"gpt-{generation}", "openai") for generation in range(3, 10)),
    ("gpt-image", "openai"), ("gpt-audio", "openai"), ("gpt-realtime", "openai"), ("gpt-live", "openai"),
    ("chatgpt-", "openai"), ("o1-", "openai"), ("o3-", "openai"), ("o4-", "openai"),
    ("text-embedding-ada", "openai"), ("text-embedding-3-", "openai"), ("text-davinci", "openai"),
    ("code-davinci", "openai"), ("text-curie", "openai"), ("text-babbage", "openai"), ("text-ada", "openai"),
    ("dall-e-", "openai"), ("tts-1-", "openai"), ("sora-", "openai"), ("codex-mini", "openai"),
    ("omni-moderation", "openai"), ("text-moderation", "openai"), ("computer-use-preview", "openai"),
    ("claude-", "anthropic"),
    ("gemini-", "gemini"), ("models/gemini", "gemini"), ("models/text-embedding", "gemini"),
    ("models/embedding", "gemini"), ("imagen-", "gemini"), ("veo-", "gemini"), ("learnlm-", "gemini"),
    ("publishers/", "vertex"), ("textembedding-gecko", "vertex"), ("code-bison", "vertex"),
    ("codechat-bison", "vertex"), ("chat-bison@", "vertex"), ("text-bison@", "vertex"),
    ("mistral-large", "mistral"), ("mistral-medium", "mistral"), ("mistral-small", "mistral"),
    ("mistral-saba", "mistral"), ("mistral-moderation", "mistral"), ("mistral-ocr", "mistral"),
    ("open-mistral-", "mistral"), ("open-mixtral-", "mistral"), ("open-codestral", "mistral"),
    ("codestral-", "mistral"), ("ministral-", "mistral"), ("pixtral-", "mistral"), ("magistral-", "mistral"),
    ("devstral-", "mistral"), ("voxtral-", "mistral"),
    ("command-r", "cohere"), ("command-a", "cohere"), ("command-nightly", "cohere"), ("embed-english-", "cohere"),
    ("embed-multilingual-", "cohere"), ("embed-v4", "cohere"), ("rerank-", "cohere"), ("c4ai-aya", "cohere"),
    ("qwen-", "dashscope"), ("qwen1.5-", "dashscope"), ("qwen2-", "dashscope"), ("qwen2.5-", "dashscope"),
    ("qwen3", "dashscope"), ("qwq-", "dashscope"), ("qvq-", "dashscope"), ("text-embedding-v", "dashscope"),
    ("multimodal-embedding-v", "dashscope"), ("gte-rerank", "dashscope"), ("wanx", "dashscope"),
    ("wan2.", "dashscope"), ("cosyvoice-", "dashscope"), ("paraformer-", "dashscope"), ("tongyi-", "dashscope"),
    ("ernie", "qianfan"), ("eb-instant", "qianfan"), ("completions_pro", "qianfan"),
    ("hunyuan-", "hunyuan"),
    ("glm-", "zhipu"), ("chatglm_", "zhipu"), ("cogview-", "zhipu"), ("cogvideox-", "zhipu"), ("charglm-", "zhipu"),
    ("codegeex-", "zhipu"),
    ("moonshot-v", "moonshot"), ("kimi-", "moonshot"),
    ("minimax-", "minimax"), ("abab", "minimax"),
    ("doubao-", "volcengine"), ("seed-", "volcengine"), ("seedream-", "volcengine"), ("ep-20", "volcengine"),
    ("grok-", "xai"),
    ("sonar-", "perplexity"), ("pplx-", "perplexity"),
    ("step-1", "stepfun"), ("step-2", "stepfun"), ("step-3", "stepfun"),
    ("yi-large", "01ai"), ("yi-medium", "01ai"), ("yi-spark", "01ai"), ("yi-vision", "01ai"), ("yi-lightning", "01ai"),
    ("voyage-", "voyage"), ("jina-embeddings-", "jina"), ("jina-reranker-", "jina"), ("jina-clip-", "jina"),
    ("jamba-", "ai21"), ("j2-", "ai21"),
    ("accounts/fireworks/", "fireworks"),
    ("arn:aws:bedrock", "bedrock"), ("arn:aws-us-gov:bedrock", "bedrock"), ("arn:aws-cn:bedrock", "bedrock"),
)  # fmt: skip

BEDROCK_GEOGRAPHIES: Final = frozenset(
    {"us", "eu", "apac", "jp", "au", "us-gov", "global", "in", "ca", "sa", "me", "af", "uk"}
)
"""First words of an inference profile id ("eu.anthropic.claude-...")."""

BEDROCK_VENDORS: Final = frozenset(
    {"anthropic", "amazon", "meta", "mistral", "cohere", "ai21", "stability", "deepseek", "openai", "qwen", "writer",
     "luma", "twelvelabs", "google", "minimax", "moonshot", "moonshotai", "nvidia", "zai"}
)  # fmt: skip
"""The word in front of the name in a Bedrock model id ("anthropic.claude-...")."""

MODELSCOPE_ORGS: Final = frozenset({"damo", "iic", "AI-ModelScope", "LLM-Research"})
"""Organizations of ModelScope alone: where nothing else says whose hub is meant, their names do."""

# --- routers ------------------------------------------------------------------------------------------------------

ROUTES: Final[dict[str, str]] = {
    # What LiteLLM, pydantic-ai, LangChain's init_chat_model and their kin write in front of "/" or ":".
    "openai": "openai", "openai-chat": "openai", "openai-responses": "openai", "text-completion-openai": "openai",
    "azure": "azure-openai", "azure_ai": "azure-openai", "azure_openai": "azure-openai",
    "azure_text": "azure-openai", "anthropic": "anthropic", "bedrock": "bedrock", "bedrock_converse": "bedrock",
    "vertex_ai": "vertex", "vertex_ai_beta": "vertex", "google-vertex": "vertex", "google_vertexai": "vertex",
    "google_anthropic_vertex": "vertex", "vertexai": "vertex", "gemini": "gemini", "google-gla": "gemini",
    "google_genai": "gemini", "googleai": "gemini", "mistral": "mistral", "mistralai": "mistral",
    "codestral": "mistral", "cohere": "cohere", "cohere_chat": "cohere", "deepseek": "deepseek",
    "dashscope": "dashscope", "qianfan": "qianfan", "hunyuan": "hunyuan", "zai": "zhipu", "zhipu": "zhipu",
    "moonshot": "moonshot", "moonshotai": "moonshot", "minimax": "minimax", "volcengine": "volcengine",
    "groq": "groq", "together": "together", "together_ai": "together", "fireworks": "fireworks",
    "fireworks_ai": "fireworks", "openrouter": "openrouter", "xai": "xai", "grok": "xai",
    "perplexity": "perplexity", "siliconflow": "siliconflow", "stepfun": "stepfun", "watsonx": "watsonx",
    "ibm": "watsonx", "nvidia_nim": "nvidia", "nvidia": "nvidia", "replicate": "replicate", "cerebras": "cerebras",
    "deepinfra": "deepinfra", "ai21": "ai21", "ai21_chat": "ai21", "github": "github-models",
    "huggingface": "huggingface", "hosted_vllm": "huggingface", "vllm": "huggingface", "ollama": "ollama",
    "ollama_chat": "ollama",
}  # fmt: skip

ROUTE_MODES: Final = frozenset({"converse", "converse_like", "invoke", "messages", "responses", "chat"})
"""A second word that some routers put behind the provider ("bedrock/converse/anthropic.claude-...")."""

# --- what is no Hub id although it has its shape --------------------------------------------------------------------

TYPES_AND_ZONES: Final = frozenset(
    {
        # MIME types
        "application", "audio", "font", "image", "message", "multipart", "text", "video",
        # IANA time zones
        "africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "etc", "europe", "indian",
        "pacific",
    }
)  # fmt: skip
"""In front of a slash: neither an organization nor a folder."""

NOT_AN_ORG: Final = TYPES_AND_ZONES | frozenset(
    {
        # GitHub actions and Hub prefixes that are no models
        "actions", "docker", "datasets", "spaces", "kernels",
        # folders
        ".", "..", "~", "assets", "bin", "build", "cache", "checkpoint", "checkpoints", "ckpt", "ckpts", "config",
        "configs", "data", "dataset", "dist", "docs", "examples", "files", "lib", "libs", "log", "logs", "media",
        "model", "model_zoo", "models", "output", "outputs", "package", "packages", "path", "pretrained",
        "pretrained_models", "public", "results", "runs", "scripts", "src", "static", "storage", "temp", "templates",
        "cpu", "cuda", "gpu", "test", "tests", "tmp", "tools", "usr", "utils", "var", "weights", "work", "workspace",
        # parts of addresses and words with a slash
        "api", "v1", "v2", "chat", "images", "completions", "embeddings", "and", "n", "yes", "true", "input", "http",
        # placeholders
        "your-org", "your_org", "my-org", "username", "your-username",
    }
)  # fmt: skip

WEIGHT_SUFFIXES: Final = (
    ".safetensors", ".gguf", ".ggml", ".bin", ".onnx", ".pt", ".pth", ".ckpt", ".h5", ".keras", ".tflite", ".pb",
    ".mlmodel", ".mlpackage", ".engine", ".nemo", ".llamafile", ".msgpack", ".joblib", ".pkl", ".pickle",
)  # fmt: skip

FILE_SUFFIXES: Final = (
    *WEIGHT_SUFFIXES, ".py", ".pyi", ".ipynb", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".json", ".jsonl",
    ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".txt", ".md", ".rst", ".csv", ".tsv", ".parquet", ".arrow",
    ".html", ".htm", ".css", ".scss", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".pdf", ".mp3",
    ".mp4", ".wav", ".flac", ".ogg", ".sh", ".bash", ".ps1", ".bat", ".go", ".rs", ".c", ".cc", ".cpp", ".h", ".hpp",
    ".java", ".kt", ".rb", ".php", ".sql", ".db", ".sqlite", ".zip", ".gz", ".tar", ".tgz", ".whl", ".lock", ".log",
    ".xml", ".proto", ".model", ".npy", ".npz", ".jinja", ".j2", ".tf", ".bicep", ".env", ".git",
    ".glb", ".gltf", ".fbx", ".obj", ".stl", ".usdz",
)  # fmt: skip

# --- short names that a library completes -----------------------------------------------------------------------------

SENTENCE_TRANSFORMERS_ORG: Final = "sentence-transformers"

TORCHAUDIO_BUNDLES: Final = (
    "WAV2VEC2_", "HUBERT_", "VOXPOPULI_", "WAVLM_", "EMFORMER_", "TACOTRON2_", "CONVTASNET_", "HDEMUCS_", "MMS_",
    "SQUIM_",
)  # fmt: skip
"""How the names of the bundles begin that `torchaudio.pipelines` downloads from the project's own host."""

FASTER_WHISPER: Final[dict[str, str]] = {
    # The sizes that faster_whisper.WhisperModel downloads, and from where.
    **{
        size: f"Systran/faster-whisper-{size}"
        for size in (
            "tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en", "large-v1", "large-v2",
            "large-v3",
        )
    },
    "large": "Systran/faster-whisper-large-v3",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}  # fmt: skip
