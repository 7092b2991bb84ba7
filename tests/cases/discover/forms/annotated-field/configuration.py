from dataclasses import dataclass, field
from typing import Annotated


@dataclass
class Configuration:
    embedding_model: Annotated[
        str,
        {"kind": "embeddings"},
    ] = field(
        default="openai/text-embedding-3-small",
        metadata={"description": "Which one to use."},
    )
