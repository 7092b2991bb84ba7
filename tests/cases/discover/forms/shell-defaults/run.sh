: "${CHAT:=acme/assigned}"
MODEL=${MODEL:-acme/default}
declare -A SIZES=([small]=acme/small [large]=acme/large)
vllm serve "$CHAT"
vllm serve "$MODEL"
vllm serve "${SIZES[small]}"
