from fastapi import Body
from pydantic import BaseModel, Field


class Request(BaseModel):
    model: str = Field("gpt-4.1", examples=["gpt-4o"])


def chat(request: Request = Body(examples=[{"model": "anthropic.claude-3-haiku-20240307-v1:0"}])) -> None: ...
