package main
import (
	"context"
	openai "github.com/sashabaranov/go-openai"
)
const embedModel string = "text-embedding-3-small"
func main() {
	cfg := openai.DefaultConfig("k")
	cfg.BaseURL = "http://vllm:8000/v1"
	client := openai.NewClientWithConfig(cfg)
	resp, err := client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: "Qwen/Qwen3-8B",
		Messages: []openai.ChatCompletionMessage{{Role: "user", Content: "x"}},
	})
	r2 := openai.ChatCompletionRequest{Model: openai.GPT4oMini}
}
