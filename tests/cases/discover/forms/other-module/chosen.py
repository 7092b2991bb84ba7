CHAT = "acme/chat-7b"
