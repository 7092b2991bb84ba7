from transformers import AutoModel, BitsAndBytesConfig, pipeline

SETTINGS = dict(revision="0123abc", trust_remote_code=True, subfolder="unet")
AutoModel.from_pretrained("acme/spread", **SETTINGS)
QUANTIZED = BitsAndBytesConfig(load_in_4bit=True)
AutoModel.from_pretrained("acme/quantized", quantization_config=QUANTIZED)
AutoModel.from_pretrained("acme/eight", load_in_8bit=True)
pipeline(model="acme/chat", tokenizer="acme/words", model_kwargs={"revision": "r1", "trust_remote_code": True})
