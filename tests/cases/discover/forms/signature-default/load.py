from transformers import AutoModel


def load(name: str = "acme/chat-7b", folder: str = "out/run"):
    return AutoModel.from_pretrained(name)
