lm_eval --model hf --model_args pretrained=acme/chat-7b,revision=step1000,trust_remote_code=True --tasks x
lm_eval --model vllm --model_args "pretrained=${MODEL:-acme/chat-13b},dtype=auto"
tune download acme/tuned-7b --output-dir /tmp/tuned
