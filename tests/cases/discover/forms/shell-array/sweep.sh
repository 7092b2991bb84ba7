models=(
  "acme/chat-7b"
  "acme/chat-1b"  # the small one
)
for model in "${models[@]}"; do
  vllm serve "$model"
done
