from transformers import VitsModel

CODES = {"a": "ara", "b": "bul", "c": "cat", "d": "deu", "e": "eng", "f": "fin", "g": "gre", "h": "heb", "i": "hin"}
FEW = {"a": "ara", "b": "bul"}


def load(code):
    VitsModel.from_pretrained(f"acme/tts-{CODES[code]}")
    VitsModel.from_pretrained(f"acme/tts-small-{FEW[code]}")
