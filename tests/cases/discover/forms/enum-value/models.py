from enum import Enum

from openai import OpenAI


class Model(Enum):
    FAST = "gpt-4o-mini"


OpenAI().responses.create(model=Model.FAST.value, input="hello")
