#!/usr/bin/env bash
# vllm serve commented/out
vllm serve acme/chat-7b --revision v1.2 --trust-remote-code \
    --served-model-name chat/alias --port 8000
python -m vllm.entrypoints.openai.api_server --model=acme/coder-7b --trust_remote_code False
text-generation-launcher --model-id acme/tgi-7b --quantize awq
python3 -m sglang.launch_server --model-path acme/sgl-7b
./llama-server -m models/tiny.gguf --port 8080
llama-cli -hf acme/tiny-GGUF:Q4_K_M -p "hi"
docker run --gpus all -e MODEL_ID=acme/from-env -v $PWD:/data ghcr.io/huggingface/text-generation-inference:3.0 --model-id acme/from-flag
python train.py --dataset acme/rows --model_name_or_path bert-base-uncased --output_model acme/trained
echo "try: vllm serve printed/only"
text-generation-launcher --model-id=acme/branch-7b --revision main --port 80
vllm serve acme/branch-8b --revision main
