from openai import OpenAI
OpenAI(base_url="https://openrouter.ai/api/v1").chat.completions.create(model="anthropic/claude-sonnet-4")
