vllm serve acme/served --tokenizer acme/words --revision r4 --quantization awq --trust-remote-code
