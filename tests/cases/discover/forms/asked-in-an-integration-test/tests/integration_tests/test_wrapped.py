from unittest.mock import MagicMock
from openai import OpenAI


def test_wrapped():
    callback = MagicMock()
    OpenAI().chat.completions.create(model="gpt-4o-mini", messages=[])
