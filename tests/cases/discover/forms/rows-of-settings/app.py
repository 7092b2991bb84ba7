models = {
    "llama3-70b-8192": {"name": "LLaMA3 70b", "tokens": 8192},
    "mixtral-8x7b-32768": {"name": "Mixtral 8x7b", "tokens": 32768},
    "gpt-4o-mini": {"name": "Small", "tokens": 128000},
    "small": {"name": "Small", "tokens": 1},
}
MODEL_COSTS = {"gpt-4o": {"input": 2.5}}
MODELS = {"llama2-7b": {"model_id": "acme/llama2-7b-ms"}}
