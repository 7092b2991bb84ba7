from transformers import AutoModel

SIZES = {"small": "acme/chat-1b", "large": "acme/chat-7b"}
AutoModel.from_pretrained(SIZES["small"])
