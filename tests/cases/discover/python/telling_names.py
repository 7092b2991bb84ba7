"""A docstring that names acme/in-docstring is no reference, nor is "gpt-5.4"."""

from somewhere import Runner, launcher

MODEL_ID = "acme/constant"  #> huggingface acme/constant
EMBEDDING_MODEL = "text-embedding-3-small"  #> openai text-embedding-3-small
CHAT_MODELS = ["acme/one", "acme/two"]  #> huggingface acme/one | huggingface acme/two
SUPPORTED_MODELS = ["acme/listed", "gpt-5.4"]  #> huggingface acme/listed mention | openai gpt-5.4 mention
PRICES = {"claude-opus-5-5": 25.0}  #> anthropic claude-opus-5-5 mention
MIME = "application/json"
TIMEZONE = "Europe/Berlin"
model_type = "acme/type"
greeting = "acme/greeting"
# MODEL = "acme/in-comment"
model_file = "data/readme.txt"

Runner(model="acme/keyword", revision="r7")  #> huggingface acme/keyword rev=r7
Runner(model="application/json")
Runner(llm={"model": "qwen-plus", "model_server": "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"})  #> dashscope qwen-plus endpoint=https://dashscope-intl.aliyuncs.com/compatible-mode/v1
launcher("acme/launched", num_shard=2)  #> huggingface acme/launched
print("acme/printed")
if MODEL_ID == "acme/compared":  #> huggingface acme/compared mention
    pass
