from huggingface_hub import InferenceClient
InferenceClient("acme/chat")
InferenceClient(base_url="http://tgi:8080").chat_completion(model="acme/served")
