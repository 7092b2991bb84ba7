import litellm
import ollama
import requests
from langchain.chat_models import init_chat_model
from langchain_community.chat_models import ChatTongyi, QianfanChatEndpoint
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI
from pydantic_ai import Agent

ChatOpenAI(model="gpt-5.4")  #> openai gpt-5.4
ChatOpenAI(model_name="glm-4.6", openai_api_base="https://open.bigmodel.cn/api/paas/v4")  #> zhipu glm-4.6 endpoint=https://open.bigmodel.cn/api/paas/v4
ChatTongyi(model="qwen-max")  #> dashscope qwen-max
QianfanChatEndpoint(model="ERNIE-4.0-8K")  #> qianfan ERNIE-4.0-8K
HuggingFaceEmbeddings(model_name="BAAI/bge-m3", model_kwargs={"trust_remote_code": True})  #> huggingface BAAI/bge-m3 trust=True
ChatOllama(model="qwen3:8b", base_url="http://gpu:11434")  #> ollama qwen3:8b endpoint=http://gpu:11434
ollama.chat(model="llama3.2", messages=[])  #> ollama llama3.2
litellm.completion(model="bedrock/eu.anthropic.claude-x-v1:0", messages=[])  #> bedrock eu.anthropic.claude-x-v1:0
litellm.completion("openai/Qwen/Qwen3-8B", api_base="http://vllm:8000")  #> huggingface Qwen/Qwen3-8B endpoint=http://vllm:8000
init_chat_model("claude-opus-5-5", model_provider="bedrock")  #> bedrock claude-opus-5-5
Agent("openai:gpt-5.4-nano")  #> openai gpt-5.4-nano
requests.post("https://api.mistral.ai/v1/chat/completions", json={"model": "mistral-large-latest"})  #> mistral mistral-large-latest endpoint=https://api.mistral.ai/v1/chat/completions
requests.get("https://example.org/model")

API_LIST_MODELS = "/v1/models"
MODEL_ROUTE = "/api/v1/embedding_models"
