from pydantic import BaseModel


class Request(BaseModel):
    model_config = {"extra": "forbid"}


QUERY = {
    "collection_name": "cards",
    "model_configuration": {"name": "gateway/openai-main/gpt-4o-mini", "parameters": {"temperature": 0.1}},
}
