import litellm
from ibm_watsonx_ai.foundation_models import ModelInference
from langchain_openai import AzureChatOpenAI

litellm.completion(model="bedrock/anthropic.claude-v2", aws_region_name="eu-west-1")
litellm.completion(model="vertex_ai/gemini-2.0-flash", vertex_location="europe-west4")
litellm.completion(model="ollama/llama3:8b", api_base="http://localhost:11434")
ModelInference(model_id="ibm/granite-3-8b-instruct", credentials={"url": "https://eu-de.ml.cloud.ibm.com"})
AzureChatOpenAI(azure_endpoint="https://acme.openai.azure.com", azure_deployment="chat", model="gpt-4o")
