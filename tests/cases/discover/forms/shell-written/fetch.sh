huggingface-cli download acme/chat-7b --local-dir ./weights/chat
python convert.py --model weights/chat --output_path ./weights/chat.gguf
python train.py --resume-from runs/last/model.pt --output_dir runs/next
python serve.py --model_path ./weights/chat.gguf --model_repository ./server
