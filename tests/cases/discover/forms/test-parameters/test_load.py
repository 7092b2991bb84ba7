import pytest
from transformers import AutoModel

SIZES = ["acme/chat-1b", "acme/chat-7b"]


@pytest.mark.parametrize("model_id", ["acme/one", pytest.param("acme/two", id="second")])
def test_one(model_id):
    AutoModel.from_pretrained(model_id)


@pytest.mark.parametrize("model_path,size", [("acme/three", 3), ("acme/four", 4)])
def test_sizes(model_path, size): ...


@pytest.mark.parametrize("model_name", SIZES)
def test_names(model_name): ...


@pytest.mark.parametrize("text", ["acme/no-model"])
def test_text(text): ...
