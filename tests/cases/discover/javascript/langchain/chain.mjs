import { ChatOpenAI } from "@langchain/openai";
import { ChatOllama } from "@langchain/ollama";
const a = new ChatOpenAI({ modelName: "acme/chat-7b", configuration: { baseURL: "http://vllm:8000/v1" } });
const b = new ChatOllama({ model: "llama3:8b", baseUrl: "http://localhost:11434" });
const c = await initChatModel("google_genai:gemini-2.0-flash");
