# A match statement with patterns of classes, of mappings and with the rest of them.
from transformers import AutoModel


def load(event):
    match event:
        case Loaded(name=str() as name, size=3):
            return name
        case {"model": "acme/other", **rest}:
            return rest
        case _:
            return AutoModel.from_pretrained("acme/matched")  #> huggingface acme/matched
