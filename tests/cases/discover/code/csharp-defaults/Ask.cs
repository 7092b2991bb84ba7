using OpenAI;
using OllamaSharp;

var model = config["ModelName"] ?? "gpt-4o-mini";
var summaries = new OpenAIClient(key).GetChatClient(model);
IChatClient chat = new OpenAIClient(key).GetChatClient(config["Chat"] ?? "gpt-4o").AsIChatClient();
IChatClient local = new OllamaChatClient(new Uri("http://localhost:11434"), "phi3.5");
var options = new ChatCompletionsOptions("gpt-4-turbo", messages);
