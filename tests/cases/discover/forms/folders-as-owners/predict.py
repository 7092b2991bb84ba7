from transformers import AutoModel

MODEL_CACHE = "model_cache_chat"
model = AutoModel.from_pretrained(f"{MODEL_CACHE}/Chat-7B")
