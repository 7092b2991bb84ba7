python3 -m house.serving.openai_api_server --model $MODEL --port 18888
