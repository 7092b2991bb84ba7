package main
import "google.golang.org/genai"
import "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
func main() {
	r, err := client.Models.GenerateContent(ctx, "gemini-2.5-flash", genai.Text("x"), nil)
	o, err := brc.Converse(ctx, &bedrockruntime.ConverseInput{ModelId: aws.String("amazon.nova-lite-v1:0")})
}

var chosen = Options{Model: firstEnv("ARK_MODEL", "ARK_MODEL_ID")}
