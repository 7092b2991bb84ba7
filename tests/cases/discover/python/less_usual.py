"""What repositories write that nobody tuned on."""

import os

import anthropic
from transformers import AutoModel
from ollama import AsyncClient, Client, create
from openai import OpenAI
from peft import PeftModel
from sentence_transformers import SentenceTransformer

local = Client(host="http://gpu.acme.test:11434")
local.chat("llama3.2:3b", messages=[])  #> ollama llama3.2:3b endpoint=http://gpu.acme.test:11434
local.pull("qwen2.5:7b")  #> ollama qwen2.5:7b endpoint=http://gpu.acme.test:11434
AsyncClient().embed("nomic-embed-text", input="")  #> ollama nomic-embed-text
create(model="helper", from_="llama3.1")  #> ollama llama3.1

SentenceTransformer("distilroberta-base")  #> huggingface distilroberta-base
SentenceTransformer("all-mpnet-base-v2")  #> huggingface sentence-transformers/all-mpnet-base-v2

claude = anthropic.Anthropic()
claude.messages.create(model="anthropic.claude-3-5-sonnet-20241022-v2:0", messages=[])  #> bedrock anthropic.claude-3-5-sonnet-20241022-v2:0
claude.messages.create(model="claude-3-5-sonnet@20240620", messages=[])  #> vertex claude-3-5-sonnet@20240620

asked = OpenAI(base_url=os.environ["SERVER"])
asked.chat.completions.create(model="test-model", messages=[])
asked.chat.completions.create(model="tgi", messages=[])

plain = OpenAI()
plain.chat.completions.create(model="acme/tiny-gguf/tiny.Q4_K_M.gguf", messages=[])  #> huggingface acme/tiny-gguf/tiny.Q4_K_M.gguf
plain.chat.completions.create(model="tiny.Q4_K_M.gguf", messages=[])  #> local tiny.Q4_K_M.gguf

SOURCES = {
    "small": "hf://acme/small",  #> huggingface acme/small
    "docs": "https://acme.test/docs",
}
SETTINGS = {"azure_deployment": os.getenv("CHAT_DEPLOYMENT")}  #> azure-openai $CHAT_DEPLOYMENT
SHOWN = {"model_name": "GPT-4o (the large one)", "model_id": "gpt-4o"}  #> openai gpt-4o
Reviewer(name="claude-3-5-sonnet-latest", size=1)  #> anthropic claude-3-5-sonnet-latest
Reviewer(name="Claude 3")
REGISTERED = {"@llm_models": "acme.Chat.v1", "name": "gpt-4o-mini"}  #> openai gpt-4o-mini
AutoModel.from_pretrained("embedding_model_small")  #> local embedding_model_small
DEPLOYED = {"model_name": "gpt-35-turbo"}  #> azure-openai gpt-35-turbo
PeftModel.from_pretrained(base, "acme/adapter")  #> huggingface acme/adapter
os.system(f"vllm serve acme/served-7b --port {port}")  #> huggingface acme/served-7b
os.system(f"vllm serve acme/{name}")
MODEL_NAME = "qwen3-max"  #> dashscope qwen3-max
OTHER_MODEL_NAME = "Qwen3-Max"
