vllm serve acme/base --enable-lora --lora-modules tuned=acme/tuned
