curl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer $KEY" -d '{
  "model": "gpt-4o-mini",
  "messages": []
}'
curl -s https://api.anthropic.com/v1/messages
curl -s https://example.org/v1/models
aws bedrock-runtime invoke-model --region eu-west-1 --model-id anthropic.claude-3-haiku-20240307-v1:0 out.json
litellm --model ollama/llama3
