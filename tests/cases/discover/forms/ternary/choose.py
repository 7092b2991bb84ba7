from transformers import AutoModel

small = True
AutoModel.from_pretrained("acme/chat-1b" if small else "acme/chat-7b")
