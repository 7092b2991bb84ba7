from guidance import models
from llama_index.llms.openai import OpenAI
from llama_index.llms.anthropic import Anthropic

NAME = "claude-3-5-haiku-latest"
llm = OpenAI("gpt-4o")
other = Anthropic(NAME)
keyed = OpenAI("sk-not-a-model")
own = models.Transformers("acme/own-1b", device_map="cuda:0")
