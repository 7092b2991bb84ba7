from openai import AzureOpenAI
client = AzureOpenAI(azure_endpoint="https://acme.openai.azure.com", azure_deployment="chat")
client.chat.completions.create(model="gpt-4o")
