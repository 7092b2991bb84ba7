from fireworks.client import Fireworks
Fireworks().chat.completions.create(model="accounts/fireworks/models/llama-v3p1-8b-instruct")
