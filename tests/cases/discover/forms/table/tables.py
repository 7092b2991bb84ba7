MODEL_MAP = {"fast": "gpt-4o-mini", "own": "acme/chat-7b"}
MODELS = [{"name": "The large one", "id": "gpt-4o"}, {"name": "Own", "repo": "acme/chat-13b"}]
DEFAULT_MODELS = [("small", "acme/small"), ("large", "acme/large")]
PAGES = [{"name": "About", "id": "gpt-4o"}]
for model in ["gpt-4.1", "acme/looped"]:
    run(model)
