podctl create pods --name tests --args "--port 8080 --model-id acme/chat-7b-dequantized --shards 2" | awk '{print $2}'
