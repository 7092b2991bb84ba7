import cohere
cohere.ClientV2("k").rerank(model="rerank-v3.5")
