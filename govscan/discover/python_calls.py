"""Data: the Python calls that load a model or open a client, and which arguments say what.

A row is found by the last one or two words of the callee's dotted origin ("hub.load", "WhisperModel"). Where a word is
used by many libraries, `roots` names the packages that it must be imported from. Adding a call is one row.
Sources: the signatures in the packages' own documentation.
"""

from __future__ import annotations

from typing import Final

from govscan.discover.python_call import Call

_HUB: Final = Call(
    "huggingface",
    0,
    ("pretrained_model_name_or_path", "repo_id", "model_id", "model_name_or_path", "model_name", "model"),
)
_HUB_FILE: Final = Call(
    "huggingface", 0, ("repo_id",), endpoint=("endpoint",), skip=(("repo_type", "dataset"), ("repo_type", "space"))
)
_SENTENCES: Final = Call("huggingface", 0, ("model_name_or_path", "model_name"), completes="sentence-transformers")
_HUB_EMBEDDING: Final = Call("huggingface", None, ("model_name", "model"), completes="sentence-transformers")
_ROUTER: Final = Call(
    "custom",
    0,
    ("model", "model_name"),
    endpoint=("api_base", "base_url"),
    region=("aws_region_name", "vertex_location", "aws_region"),
    router=True,
)
_ADAPTER: Final = Call("huggingface", 1, ("model_id",), base="first")


CALLS: Final[dict[str, tuple[Call, ...]]] = {
    # open weights
    "from_pretrained": (
        Call("modelscope", 0, ("pretrained_model_name_or_path", "model_id", "model_name"), roots=("modelscope",)),
        Call("timm", 0, roots=("timm",)),
        _HUB,
    ),
    **{
        f"{name}.from_pretrained": (Call("huggingface", 1, ("model_id",)),)
        for name in ("PeftModel", "PeftModelForCausalLM", "PeftMixedModel")
    },
    "from_finetuned": (_HUB,),
    "AutoModel": (Call("modelscope", 0, ("model",), roots=("funasr",), skip=(("hub", "hf"),)),),
    "from_quantized": (_HUB,),
    "from_pretrained_keras": (_HUB,),
    "load_lora_weights": (_HUB._replace(names=("pretrained_model_name_or_path_or_dict",), base="receiver"),),
    "load_ip_adapter": (_HUB._replace(names=("pretrained_model_name_or_path_or_dict",), base="receiver"),),
    "load_adapter": (Call("huggingface", 0, ("peft_model_id", "model_id"), base="receiver"),),
    **{
        f"{name}.from_pretrained": (_ADAPTER,)
        for name in ("PeftModel", "PeftMixedModel", "PeftModelForCausalLM", "PeftModelForSeq2SeqLM",
                     "PeftModelForSequenceClassification", "PeftModelForTokenClassification",
                     "PeftModelForQuestionAnswering", "PeftModelForFeatureExtraction")
    },
    "LoRARequest": (Call("huggingface", 2, ("lora_path", "lora_local_path"), roots=("vllm",)),),
    "load_textual_inversion": (_HUB,),
    "from_model_id": (_HUB._replace(position=None),),
    "from_single_file": (_HUB._replace(names=("pretrained_model_link_or_path",)),),
    "pipeline": (
        Call("modelscope", 1, ("model",), roots=("modelscope",)),
        Call("huggingface", 1, ("model",), roots=("transformers", "optimum", "happytransformer")),
    ),
    "snapshot_download": (
        Call("modelscope", 0, ("model_id", "repo_id"), roots=("modelscope",), skip=(("repo_type", "dataset"),)),
        _HUB_FILE,
    ),
    "hf_hub_download": (_HUB_FILE._replace(file=1),),
    "hf_hub_url": (_HUB_FILE._replace(file=1),),
    "cached_download": (_HUB_FILE,),
    "model_file_download": (Call("modelscope", 0, ("model_id",)),),
    "SentenceTransformer": (_SENTENCES,),
    "SentenceTransformerEmbeddings": (_HUB_EMBEDDING,),
    "SentenceTransformerEmbeddingFunction": (_HUB_EMBEDDING._replace(position=0),),
    "SentenceTransformersDocumentEmbedder": (_HUB_EMBEDDING,),
    "SentenceTransformersTextEmbedder": (_HUB_EMBEDDING,),
    "SparseEncoder": (_SENTENCES,),
    "CrossEncoder": (Call("huggingface", 0, ("model_name_or_path", "model_name")),),
    "HuggingFaceCrossEncoder": (Call("huggingface", None, ("model_name",)),),
    "HuggingFaceEmbeddings": (_HUB_EMBEDDING,),
    "HuggingFaceEmbedding": (_HUB_EMBEDDING._replace(position=0),),
    "HuggingFaceInstructEmbeddings": (_HUB_EMBEDDING,),
    "HuggingFaceBgeEmbeddings": (_HUB_EMBEDDING,),
    "HuggingFaceLLM": (Call("huggingface", None, ("model_name", "tokenizer_name")),),
    "TransformersChatGenerator": (Call("huggingface", 0, ("model",)),),
    "HuggingFaceLocalChatGenerator": (Call("huggingface", 0, ("model",)),),
    "HuggingFaceLocalGenerator": (Call("huggingface", 0, ("model",)),),
    "HuggingFaceEndpoint": (
        Call("huggingface-inference", None, ("repo_id", "model"), endpoint=("endpoint_url",), client=True),
    ),
    "HuggingFaceHub": (Call("huggingface-inference", None, ("repo_id",)),),
    "InferenceClient": (Call("huggingface-inference", 0, ("model",), endpoint=("base_url",), client=True),),
    "AsyncInferenceClient": (Call("huggingface-inference", 0, ("model",), endpoint=("base_url",), client=True),),
    "FlagModel": (_HUB,),
    "FlagReranker": (_HUB,),
    "FlagLLMModel": (_HUB,),
    "FlagLLMReranker": (_HUB,),
    "FlagICLModel": (_HUB,),
    "LayerWiseFlagLLMReranker": (_HUB,),
    "LightWeightFlagLLMReranker": (_HUB,),
    "BGEM3FlagModel": (_HUB,),
    **{f"{package}.load": (_HUB,) for package in ("mlx_lm", "mlx_vlm", "mlx_embeddings", "mlx_whisper")},
    **{f"models.{loader}": (_HUB._replace(roots=("outlines",)),) for loader in ("transformers", "vllm", "mlxlm")},
    "models.Transformers": (_HUB._replace(names=("model",), roots=("guidance", "outlines")),),
    "models.LlamaCpp": (Call("local", 0, ("model",), roots=("guidance",)),),
    **{
        f"from_{maker}": (Call(provider, 1, ("model_name", "model"), roots=("outlines",)),)
        for maker, provider in (("openai", "openai"), ("anthropic", "anthropic"), ("gemini", "gemini"),
                                ("ollama", "ollama"), ("mistral", "mistral"), ("tgi", "huggingface"))
    },
    "Embeddings": (Call("huggingface", None, ("path",), roots=("txtai",)),),
    "RAG": (Call("huggingface", 1, ("path",), roots=("txtai",)),),
    "TextEmbedding": (Call("huggingface", 0, ("model_name",), roots=("fastembed",)),),
    "KeyBERT": (Call("huggingface", 0, ("model",), completes="sentence-transformers"),),
    "BERTopic": (Call("huggingface", None, ("embedding_model",), completes="sentence-transformers"),),
    "LLM": (
        Call("huggingface", 0, ("model",), roots=("vllm", "tensorrt_llm")),
        Call("custom", 0, ("model",), endpoint=("base_url", "api_base"), router=True, roots=("crewai",)),
    ),
    "AsyncEngineArgs": (Call("huggingface", 0, ("model",), roots=("vllm",)),),
    "EngineArgs": (Call("huggingface", 0, ("model",), roots=("vllm",)),),
    "VLLM": (Call("huggingface", None, ("model",)),),
    "Engine": (Call("huggingface", None, ("model_path",), roots=("sglang",)),),
    "Llama": (Call("local", 0, ("model_path",), roots=("llama_cpp",)),),
    "LlamaCpp": (Call("local", None, ("model_path",)),),
    "LlamaCPP": (Call("local", None, ("model_path", "model_url")),),
    "GPT4All": (Call("local", 0, ("model_name", "model"),),),
    "WhisperModel": (Call("huggingface", 0, ("model_size_or_path",), completes="faster-whisper"),),
    "download_model": (Call("huggingface", 0, ("size_or_id",), completes="faster-whisper", roots=("faster_whisper",)),),
    "whisper.load_model": (Call("url", 0, ("name",), roots=("whisper",)),),
    "whisperx.load_model": (Call("huggingface", 0, ("whisper_arch",), completes="faster-whisper"),),
    "timm.create_model": (Call("timm", 0, ("model_name",)),),
    "create_model": (Call("timm", 0, ("model_name",), roots=("timm",)),),
    "create_model_and_transforms": (Call("huggingface", None, ("pretrained",), roots=("open_clip",)),),
    "load_model": (Call("mlflow", 0, ("model_uri",), roots=("mlflow",)),),
    "hub.load": (Call("torchhub", 0, ("repo_or_dir",), roots=("torch",)),),
    "hub.load_state_dict_from_url": (Call("url", 0, ("url",)),),
    "load_state_dict_from_url": (Call("url", 0, ("url",)),),
    "torch.load": (Call("local", 0, ("f",)),),
    "onnxruntime.InferenceSession": (Call("local", 0, ("path_or_bytes",)),),
    "InferenceSession": (Call("local", 0, ("path_or_bytes",), roots=("onnxruntime",)),),
    "YOLO": (Call("local", 0, ("model",)),),
    "spacy.load": (Call("spacy", 0, ("name",)),),
    "cli.download": (Call("spacy", 0, ("model",), roots=("spacy",)),),
    "from_hparams": (_HUB._replace(names=("source",)),),  # speechbrain
    # own servers
    "OllamaLLM": (Call("ollama", None, ("model",), endpoint=("base_url",)),),
    "ChatOllama": (Call("ollama", None, ("model",), endpoint=("base_url",)),),
    "Ollama": (Call("ollama", None, ("model", "id"), endpoint=("base_url", "host")),),
    "OllamaEmbeddings": (Call("ollama", None, ("model",), endpoint=("base_url",)),),
    "OllamaEmbedding": (Call("ollama", 0, ("model_name",), endpoint=("base_url",)),),
    "OllamaEmbeddingFunction": (Call("ollama", None, ("model_name",), endpoint=("url",)),),
    **{
        f"ollama.{method}": (Call("ollama", 0, ("model",)),)
        for method in ("chat", "generate", "embed", "embeddings", "pull", "show")
    },
    "ollama.create": (Call("ollama", None, ("from_",)),),
    # routers
    **{
        f"litellm.{method}": (_ROUTER,)
        for method in ("completion", "acompletion", "embedding", "aembedding", "text_completion", "responses",
                       "aresponses", "image_generation", "transcription", "rerank", "speech")
    },
    "ChatLiteLLM": (_ROUTER._replace(position=None),),
    "LiteLLM": (_ROUTER._replace(position=None),),
    "LiteLLMModel": (_ROUTER._replace(names=("model_id", "model")),),
    "LiteLlm": (_ROUTER._replace(position=None),),
    "dspy.LM": (_ROUTER,),
    "LM": (_ROUTER._replace(roots=("dspy",)),),
    "Agent": (
        Call("custom", 0, ("model",), router=True, roots=("pydantic_ai",)),
        Call("custom", None, ("model", "llm"), router=True, roots=("crewai", "google.adk", "agents")),
    ),
    "init_chat_model": (_ROUTER,),
    "init_embeddings": (_ROUTER,),
    "instructor.from_provider": (_ROUTER,),
}  # fmt: skip

DATA_LOADERS: Final = frozenset(
    {"load_dataset", "load_dataset_builder", "get_dataset_config_names", "get_dataset_split_names"}
)
"""Calls whose first argument is a data set."""

NOT_MODELS: Final = frozenset(
    {"load_dataset", "load_metric", "get_peft_model", "save_pretrained", "push_to_hub", "create_repo", "upload_folder",
     "upload_file", "load_from_disk", "load_dataset_builder", "delete_repo", "list_repo_files", "import_module",
     "getLogger", "get_logger", "basicConfig", "encoding_for_model", "num_tokens_from_messages", "add_argument",
     "loads", "fullmatch", "format", "model_validate", "ForeignKey", "OneToOneField", "ManyToManyField"}
)  # fmt: skip
"""Calls that take an id of the Hub, or the name of something else, and load no model."""

EXAMPLES: Final = frozenset({"example", "examples", "openapi_examples", "json_schema_extra", "schema_extra"})
"""Arguments with which an API shows what it can be sent."""

LOADING_WORDS: Final = ("model", "pretrained", "llm", "launch", "tokenizer", "embed", "rerank", "encoder", "checkpoint",
                        "pipeline", "adapter", "lora", "whisper", "pipe", "weight")  # fmt: skip
"""An unknown call whose name holds one of these, and whose first argument looks like a Hub id, loads a model."""

LOADED_WITH: Final = frozenset(
    {"device_map", "torch_dtype", "trust_remote_code", "load_in_4bit", "load_in_8bit", "low_cpu_mem_usage",
     "attn_implementation"}
)  # fmt: skip
"""An unknown call with one of these arguments, and whose first argument looks like a Hub id, loads a model."""

MODEL_LIBRARIES: Final = frozenset(
    {"transformers", "diffusers", "sentence_transformers", "peft", "trl", "optimum", "adapters", "setfit",
     "span_marker", "txtai", "vllm", "sglang", "mlx_lm", "mlx_vlm", "FlagEmbedding", "simpletransformers", "gliner",
     "bertopic", "keybert", "flair", "rerankers", "fastembed", "ctransformers", "auto_gptq", "awq", "unsloth",
     "pylate", "llm2vec", "llmlingua", "summarizer", "happytransformer", "small_text"}
)  # fmt: skip
"""What they have whose first argument looks like a Hub id loads a model."""

WRITING_WORDS: Final = ("save", "export", "write", "dump", "upload", "push", "delete", "remove", "convert", "plot")
"""How the names of calls begin that write what they name."""

MENTIONING_NAMES: Final = (
    "supported", "available", "support", "known", "allowed", "price", "prices", "pricing", "cost", "costs", "choices",
    "aliases", "deprecated", "blacklist", "blocked", "token_limit", "context_window", "context_length", "max_tokens",
    "encoding", "limits", "disabled", "valid_",
)  # fmt: skip
"""A table whose name holds one of these lists models without using them."""
