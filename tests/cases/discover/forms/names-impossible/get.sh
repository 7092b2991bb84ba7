huggingface-cli download "my model"
