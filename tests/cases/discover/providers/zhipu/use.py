from zhipuai import ZhipuAI
ZhipuAI(api_key="k").chat.completions.create(model="glm-4-plus")
