from sentence_transformers import SentenceTransformer


def load(name=None):
    return SentenceTransformer(name or "acme/embed-small")
