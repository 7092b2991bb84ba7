from openai import AsyncOpenAI
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIModel
from pydantic_ai.providers.openai import OpenAIProvider


def provider():
    return OpenAIProvider(api_key="none", base_url="https://api.deepseek.com")


OpenAIModel("deepseek-chat", provider=provider())
OpenAIModel("gpt-4o", provider=OpenAIProvider(api_key="none", base_url="https://llm.acme.example/v1"))
OpenAIChatModel("acme/chat-7b", provider=OpenAIProvider(openai_client=AsyncOpenAI(base_url="http://vllm:8000/v1")))
OpenAIChatModel("gpt-4.1")
GoogleModel("gemini-2.5-flash")
