SEES_IMAGES_MODELS = ["gpt-4o", "gpt-4-turbo"]
OFFERED_MODELS = ["gpt-4.1", "gpt-4.1-mini"]


def sees(model):
    return model in SEES_IMAGES_MODELS


def offered():
    return [each for each in OFFERED_MODELS]
