from pydantic import BaseModel, Field


class AzureOpenAISettings(BaseModel):
    embedding_model: str = Field("text-embedding-ada-002")


class OllamaSettings(BaseModel):
    llm_model: str = Field("llama3")


VALID_EMBEDDING_MODELS = ["text-embedding-3-small", "text-embedding-3-large"]
