MODELS = [
    {"id": "claude-3-haiku-20240307", "name": "claude-3-haiku"},
    {"id": "claude-opus-4-20250514", "name": "claude-4-opus"},
]
