from openai import OpenAI
OpenAI(base_url="http://localhost:8000/v1").chat.completions.create(model="acme/served")
