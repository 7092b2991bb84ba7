model = "openai-main/gpt-4o-mini"
reranker_model_name = "local-infinity/acme/rerank-1"
interpreter.llm.model = "ollama/codestral"
chat_model = "openai/acme-3.1-70b"
speech_model = "openai/whisper-large-v3"
gemini_model = "models/gemini-2.5-flash-image"
tokenizer_hub = "acme/gpt-4o"
ROWS = {"small": dict(id="openai:gpt-4.1-nano"), "card": ModelCard(id="gpt-3.5-turbo")}
