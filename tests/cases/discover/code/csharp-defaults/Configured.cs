using Azure.AI.OpenAI;
using Microsoft.Extensions.Configuration;

var deploymentName = config["AzureOpenAI:Deployment"] ?? "gpt-5-mini";
var chosen = config["AzureOpenAI:EmbeddingDeployment"] ?? "text-embedding-3-small";
var region = config["AzureOpenAI:Region"] ?? "gpt-5-is-no-region";
var openai = builder.AddAzureOpenAIClient("openai");
openai.AddChatClient("gpt-5-nano");
openai.AddEmbeddingGenerator("text-embedding-3-large");
