from transformers import AutoModel

from chosen import CHAT

AutoModel.from_pretrained(CHAT)
