import os

from openai import AzureOpenAI, OpenAI

deployment = os.getenv("AZURE_OPENAI_DEPLOYMENT") or "chat"
model = os.getenv("OPENAI_MODEL") or "gpt-4o-mini"
AzureOpenAI().chat.completions.create(model=deployment, messages=[])
OpenAI().chat.completions.create(model=model, messages=[])
