import litellm
litellm.completion(model="azure/chat", api_base="https://acme.openai.azure.com")
litellm.completion(model="gemini/gemini-2.0-flash")
