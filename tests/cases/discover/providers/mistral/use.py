from mistralai import Mistral
Mistral(api_key="k").chat.complete(model="mistral-large-latest")
