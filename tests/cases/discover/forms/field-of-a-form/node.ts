import { ChatOpenAI } from "@langchain/openai";

export const inputs = [
  { label: "Model", name: "modelName", type: "options", default: "gpt-4o-mini" },
  { label: "Prompt", name: "prompt", type: "string", default: "gpt-4o" },
];
