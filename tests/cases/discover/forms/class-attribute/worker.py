from transformers import AutoModel


class Worker:
    NAME = "acme/chat-7b"

    def load(self):
        return AutoModel.from_pretrained(self.NAME)
