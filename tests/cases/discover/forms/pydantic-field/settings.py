from transformers import AutoModel
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings


class Answers(BaseModel):
    model_id: str = Field(default="acme/field-default", description="for example acme/other")
    llm: str = Field("acme/field-first")
    weights: str = Field(default_factory=lambda: "acme/field-factory")


class Settings(BaseSettings):
    chat_model: str = "gpt-4o-mini"
    hf_model: str = Field("acme/settings", validation_alias="HF_MODEL")


def load(answers: Answers):
    return AutoModel.from_pretrained(answers.weights)
