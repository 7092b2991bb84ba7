from agno.agent import Agent
from agno.embedder.together import TogetherEmbedder
from agno.models.together import Together

agent = Agent(model=Together(id="acme/chat-8B-Turbo"), embedder=TogetherEmbedder(id="acme/retrieval-80M"))
