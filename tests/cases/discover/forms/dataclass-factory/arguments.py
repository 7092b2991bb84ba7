from dataclasses import dataclass, field

from transformers import AutoModel


@dataclass
class Arguments:
    weights: str = field(default_factory=lambda: "acme/factory")


def load(arguments: Arguments):
    return AutoModel.from_pretrained(arguments.weights)
