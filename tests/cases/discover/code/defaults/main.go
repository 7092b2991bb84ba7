package main
import openai "github.com/sashabaranov/go-openai"
var model = flag.String("model", "gpt-4o", "model to use")
func main() {
  cmd.Flags().StringVarP(&other, "model", "m", "gpt-4.1", "model to use")
  name := getEnv("CHAT_MODEL", "claude-3-5-sonnet-latest")
  title := getEnv("TITLE", "gpt-4o-mini")
  viper.SetDefault("llm.model", "gpt-4o-mini")
}
