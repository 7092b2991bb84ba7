from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings


class Options(BaseModel):
    model: str = Field(default="acme/chat-7b", description="acme/looks-alike")


class Settings(BaseSettings):
    embedding_model: str = "acme/embed-small"
