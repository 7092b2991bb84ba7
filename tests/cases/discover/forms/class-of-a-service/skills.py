import os

skill = AzureOpenAIEmbeddingSkill(deployment_name=os.environ["AZURE_OPENAI_EMBEDDING_DEPLOYMENT"])
parameters = AzureOpenAIVectorizerParameters(model_name="text-embedding-3-large")
