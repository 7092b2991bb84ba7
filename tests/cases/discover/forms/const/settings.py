RERANKER_MODEL = "acme/rerank-base"
DATASET = "acme/questions"
