import os


def chat(model):
    from langchain.chat_models import AzureChatOpenAI

    return AzureChatOpenAI(
        deployment_name=os.getenv("OPENAI_API_MODEL_DEPLOYMENT_NAME", "gpt-35-turbo"),
        model=model,
    )


def routes():
    return {"llms": ["gpt-4", "acme/chat-70b"]}
