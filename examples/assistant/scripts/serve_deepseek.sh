#!/usr/bin/env bash
# Serves the document-review model on one node with eight GPUs.
set -euo pipefail

MODEL=deepseek-ai/DeepSeek-V3.2-Exp
PORT="${PORT:-8000}"

exec vllm serve "$MODEL" \
  --tensor-parallel-size 8 \
  --max-model-len 65536 \
  --port "$PORT"
