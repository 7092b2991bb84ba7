import os
import subprocess

os.system("vllm serve acme/system --revision r1")
subprocess.run(["vllm", "serve", "acme/list", "--trust-remote-code"])
subprocess.Popen("ollama pull llama3:8b && huggingface-cli download acme/second", shell=True)
