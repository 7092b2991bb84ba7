from openai import OpenAI
OpenAI(base_url="https://api.moonshot.cn/v1").chat.completions.create(model="kimi-k2")
