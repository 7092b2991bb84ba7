from transformers import AutoModel


def chosen(small):
    if small:
        return "acme/chat-1b"
    return "acme/chat-7b"


AutoModel.from_pretrained(chosen(True))
