import os

from transformers import AutoModel

FOLDER = os.getenv("WEIGHTS_FOLDER", "/data")
MODEL = os.getenv("MODEL_NAME", "acme/chat-7b")
model = AutoModel.from_pretrained(f"{FOLDER}/{MODEL}")
