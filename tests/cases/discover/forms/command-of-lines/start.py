import os

os.system("python -m vllm.entrypoints.openai.api_server \
 --model=acme/planner-7b \
 --port 8090 > planner.log &")
later = {"model": "acme/planner-7b"}
