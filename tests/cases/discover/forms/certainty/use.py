"""How to use it: model = "acme/in-docstring"."""
from transformers import AutoModel

# AutoModel.from_pretrained("acme/in-comment")
PRICES = {"gpt-4o": 2.5}
SUPPORTED_MODELS = ["acme/supported"]


def choose(model: str) -> None:
    if model == "acme/compared":
        AutoModel.from_pretrained("acme/used")


class FakeLanguageModel:
    model = "acme/double"


mock_model = "acme/mocked"
