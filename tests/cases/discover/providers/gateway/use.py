from openai import OpenAI
OpenAI(base_url="https://gateway.acme.test/v1").chat.completions.create(model="gpt-4o")
