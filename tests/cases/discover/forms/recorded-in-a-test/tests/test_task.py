from unittest.mock import patch
import pytest
from langchain_openai import ChatOpenAI


@pytest.mark.vcr(filter_headers=["authorization"])
def test_task():
    with patch("house.clock"):
        ChatOpenAI(model="gpt-4o").invoke("rain")
