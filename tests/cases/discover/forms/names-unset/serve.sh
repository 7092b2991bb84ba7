vllm serve "$SERVED"
vllm serve "$1"
