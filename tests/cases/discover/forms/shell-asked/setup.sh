ask_for CHAT_MODEL_ID "Which model?" acme/chat-7b
ask_for PORT "Which port?" 8080
