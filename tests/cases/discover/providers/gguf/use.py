from llama_cpp import Llama
Llama.from_pretrained(repo_id="acme/chat-GGUF", filename="*q4_k_m.gguf")
Llama(model_path="./models/chat q4.gguf")
