from dataclasses import dataclass, field


@dataclass
class Arguments:
    model_name_or_path: str = field(default="acme/chat-7b")
    reranker_model: str = "acme/rerank-base"
