from unittest.mock import MagicMock
from openai import OpenAI
from transformers import AutoTokenizer


def test_chat(monkeypatch):
    monkeypatch.setattr("openai.OpenAI", MagicMock())
    OpenAI().chat.completions.create(model="gpt-4o-mini", messages=[])
    AutoTokenizer.from_pretrained("acme/tiny-tokens")
