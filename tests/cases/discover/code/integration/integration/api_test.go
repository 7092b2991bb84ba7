package integration

import "github.com/sashabaranov/go-openai"

func TestChat() {
	request := openai.ChatCompletionRequest{Model: "gpt-4o-mini"}
	_ = request
}
