def fetch_available_llms():
    return [
        Descriptor(name="openai", default_model="gpt-4o", models=known("openai")),
        Descriptor(name="anthropic", default_model="claude-3-5-sonnet-20241022"),
    ]
