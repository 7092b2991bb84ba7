import OpenAI, { AzureOpenAI } from "openai";
const deepseek = new OpenAI({ baseURL: "https://api.deepseek.com", apiKey: process.env.KEY });
const azure = new AzureOpenAI({ endpoint: "https://acme.openai.azure.com", deployment: "chat-prod" });
const groq = new OpenAI({ baseURL: "https://api.groq.com/openai/v1" });
export const ask = () =>
  deepseek.chat.completions.create({
    model: process.env.MODEL || "deepseek-chat",
    messages: [{ role: "user", content: "gpt-4o is a model" }],
  });
