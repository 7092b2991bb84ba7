import os

from openai import OpenAI

MODEL = os.getenv("CHAT_MODEL", "gpt-4o-mini")
OpenAI().chat.completions.create(model=MODEL, messages=[])
