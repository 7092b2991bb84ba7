PRESETS = {
    "fast": {"model": "gpt-4o-mini", "provider": "openai"},
    "own": {"model_id": "acme/chat-7b", "label": "acme/looks-alike"},
}
