from openai import OpenAI
OpenAI(base_url="https://api.deepseek.com/v1").chat.completions.create(model="deepseek-chat")
