export SCANNED_CKPT_PATH=gs://acme-models/chat-671b/scanned/0/items
export LOG_PATH=gs://acme-logs/chat/run7
