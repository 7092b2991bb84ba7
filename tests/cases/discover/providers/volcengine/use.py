from volcenginesdkarkruntime import Ark
Ark(base_url="https://ark.cn-beijing.volces.com/api/v3").chat.completions.create(model="doubao-pro-32k")
