INTENT_MODEL_VERSION = "acme/intent-classifier"
llm_model_version = "gpt-4o"
API_MODEL_VERSION = "2024-07-18"
