"""Vectors for the knowledge base: a dense index, a sparse one for policy numbers, and a small model for duplicates."""

from __future__ import annotations

from functools import cache

import numpy as np
from FlagEmbedding import BGEM3FlagModel
from sentence_transformers import SentenceTransformer

DENSE_MODEL = "Qwen/Qwen3-Embedding-8B"


@cache
def dense_encoder() -> SentenceTransformer:
    return SentenceTransformer(DENSE_MODEL, model_kwargs={"torch_dtype": "auto"}, device="cuda")


@cache
def sparse_encoder() -> BGEM3FlagModel:
    return BGEM3FlagModel("BAAI/bge-m3", use_fp16=True)


@cache
def duplicate_encoder() -> SentenceTransformer:
    return SentenceTransformer("all-MiniLM-L6-v2")


def embed(passages: list[str]) -> np.ndarray:
    """One row per passage, L2-normalized."""
    return dense_encoder().encode(passages, normalize_embeddings=True, batch_size=16)


def is_duplicate(first: str, second: str, threshold: float = 0.95) -> bool:
    left, right = duplicate_encoder().encode([first, second], normalize_embeddings=True)
    return float(left @ right) >= threshold
