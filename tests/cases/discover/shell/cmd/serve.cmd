@echo off
rem vllm serve acme/comment-7b
set MODEL_ID=Qwen/Qwen3-8B
vllm serve %MODEL_ID% --revision main
ollama pull llama3.1:8b
