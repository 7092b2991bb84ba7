CHAT = {
    "acme/chat-7b": Model(id="acme/chat-7b", model_type="chat"),
    "acme/code": ModelInfo(id="acme/code", client="Chat"),
}
CARD = ModelCard(id="gpt-3.5-turbo")
ROW = Model(id="gpt-3.5-turbo")
