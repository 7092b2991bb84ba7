import os

valves = {"AZURE_OPENAI_MODELS": os.getenv("AZURE_OPENAI_MODELS", "gpt-35-turbo;gpt-4o")}
CHAT_MODELS = "gpt-4o, gpt-4.1-mini"
model_note = "small, quick"
