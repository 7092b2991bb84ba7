from transformers import AutoModel

model = AutoModel.from_pretrained("acme/chat-7b", revision="main")
