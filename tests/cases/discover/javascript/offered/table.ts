import OpenAI from "openai";

const MODELS: Record<string, Config> = {
  chat: { modelId: "gpt-4o", modelName: "GPT-4o" },
};
