HUB_MODEL_NAMES = {
    "albert": "acme/tiny-random-albert",
    "bart": "acme/tiny-random-bart",
    "beit": "acme/tiny-random-beit",
    "bloom": "acme/tiny-random-bloom",
    "nano_vision_tower": "acme/tiny-random-tower",
}
CACHED_MODELS = {"model": "acme/one", "name": "acme/shown"}
