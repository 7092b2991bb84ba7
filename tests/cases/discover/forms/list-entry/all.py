from sentence_transformers import SentenceTransformer

MODELS = ["acme/embed-small", "acme/embed-large"]
encoders = [SentenceTransformer(name) for name in MODELS]
