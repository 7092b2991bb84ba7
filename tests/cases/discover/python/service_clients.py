import os

import boto3
from anthropic import Anthropic, AnthropicBedrock, AnthropicVertex
from google import genai
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

client = OpenAI()
client.chat.completions.create(model="gpt-5.4-mini", messages=[])  #> openai gpt-5.4-mini

BASE = "https://api.deepseek.com/v1"
deep = OpenAI(base_url=BASE, api_key="x")
deep.chat.completions.create(model="deepseek-chat", messages=[])  #> deepseek deepseek-chat endpoint=https://api.deepseek.com/v1

own = AsyncOpenAI(base_url="http://vllm:8000/v1")
own.chat.completions.create(model="Qwen/Qwen3-8B", messages=[])  #> huggingface Qwen/Qwen3-8B endpoint=http://vllm:8000/v1
own.chat.completions.create(model="house-model", messages=[])  #> custom house-model endpoint=http://vllm:8000/v1

env = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])
env.responses.create(model="gpt-5.4", input="")  #> openai gpt-5.4 endpoint=$OPENAI_BASE_URL

gate = OpenAI(base_url=os.environ["GATEWAY"])
gate.responses.create(model="gpt-5.4", input="")  #> custom gpt-5.4 endpoint=$GATEWAY

azure = AzureOpenAI(azure_endpoint="https://acme-eu.openai.azure.com")
azure.chat.completions.create(model="my-deployment", messages=[])  #> azure-openai my-deployment endpoint=https://acme-eu.openai.azure.com

runtime = boto3.client("bedrock-runtime", region_name="eu-central-1")
runtime.converse(modelId="eu.anthropic.claude-sonnet-4-5-v1:0", messages=[])  #> bedrock eu.anthropic.claude-sonnet-4-5-v1:0 region=eu-central-1

session = boto3.Session(region_name="eu-west-1")
session.client("bedrock-runtime").invoke_model(modelId="amazon.nova-pro-v1:0", body=b"")  #> bedrock amazon.nova-pro-v1:0 region=eu-west-1

boto3.client("s3", region_name="us-east-1").get_object(Bucket="model", Key="k")

AnthropicBedrock(aws_region="us-west-2").messages.create(model="anthropic.claude-x-v1:0", messages=[])  #> bedrock anthropic.claude-x-v1:0 region=us-west-2
AnthropicVertex(region="europe-west1").messages.create(model="claude-sonnet-4@20250514", messages=[])  #> vertex claude-sonnet-4@20250514 region=europe-west1

vertex = genai.Client(vertexai=True, location="europe-west4")
vertex.models.generate_content(model="gemini-2.5-pro", contents="")  #> vertex gemini-2.5-pro region=europe-west4
genai.Client().models.generate_content(model="gemini-2.5-flash", contents="")  #> gemini gemini-2.5-flash

Anthropic(base_url="https://api.minimax.io/anthropic")  #> minimax * endpoint=https://api.minimax.io/anthropic


class Chat:
    def __init__(self):
        self.client = OpenAI(base_url="https://api.moonshot.cn/v1")

    def ask(self):
        with self.client.chat.completions.stream(model="kimi-k2", messages=[]) as stream:  #> moonshot kimi-k2 endpoint=https://api.moonshot.cn/v1
            return stream


def outside(client_from_elsewhere):
    client_from_elsewhere.messages.create(model="claude-opus-5-5", messages=[])  #> anthropic claude-opus-5-5
