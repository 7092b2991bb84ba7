from openai import OpenAI
from transformers import AutoModel

AutoModel.from_pretrained("my model")
AutoModel.from_pretrained("acme/na me")
OpenAI().chat.completions.create(model="the large one")
