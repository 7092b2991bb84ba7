export CHAT_MODEL_ID="${CHAT_MODEL_ID-"acme/chat-32b"}"
export RERANK_MODEL_ID=${RERANK_MODEL_ID:-"acme/rerank"}
EMBED_MODEL=${EMBED_MODEL:-acme/embed}
OTHER_MODEL=$EMBED_MODEL
validate "$URL/v1/chat/completions" '{"model": "acme/served", "messages": []}'
BODY='{"model": "acme/posted", "stream": true}'
echo '{"model": "acme/printed"}'
