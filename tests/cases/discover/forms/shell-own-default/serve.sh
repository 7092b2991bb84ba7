#!/bin/bash
MODEL=${MODEL:-acme/chat-7b}
DRAFT="${DRAFT:-"acme/draft-1b"}"
EMBEDDER=${1:-acme/embed-small}
vllm serve "$MODEL" --speculative-model "$DRAFT"
