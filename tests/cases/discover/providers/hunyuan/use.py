from openai import OpenAI
OpenAI(base_url="https://api.hunyuan.cloud.tencent.com/v1").chat.completions.create(model="hunyuan-turbo")
