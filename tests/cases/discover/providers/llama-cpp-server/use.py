from openai import OpenAI
OpenAI(base_url="http://llama:8080/v1").chat.completions.create(model="acme-7b.gguf")
