package acme

import "github.com/sashabaranov/go-openai"

var encoding, _ = tiktoken.EncodingForModel("gpt-4")
