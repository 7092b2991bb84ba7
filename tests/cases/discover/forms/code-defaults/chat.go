package main

import (
	"github.com/openai/openai-go"
	"github.com/tmc/langchaingo/llms/ollama"
)

func main() {
	client := openai.NewClient(option.WithBaseURL("https://api.groq.com/openai/v1"))
	client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: "llama-3.3-70b"})
	llm, _ := ollama.New(ollama.WithModel("llama3:8b"), ollama.WithServerURL("http://localhost:11434"))
}
