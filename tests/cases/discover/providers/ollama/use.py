import ollama
ollama.Client(host="http://gpu:11434").chat(model="qwen2.5:7b")
