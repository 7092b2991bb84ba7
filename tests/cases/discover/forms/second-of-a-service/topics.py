embedding_model = OpenAIBackend(client, "text-embedding-3-small", batch_size=100)
