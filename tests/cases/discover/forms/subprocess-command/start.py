import subprocess

subprocess.run(["vllm", "serve", "acme/chat-7b"])
subprocess.run("ollama pull llama3:8b", shell=True)
