export const chatModels: ChatModel[] = [
  { id: "anthropic/claude-haiku-4.5", name: "Claude Haiku 4.5", provider: "anthropic", description: "acme/fast" },
  { id: "google/gemini-2.5-flash-lite", name: "Gemini", provider: "google" },
  { id: "google/gemma-3-4b-it", name: "Gemma" },
];
export const DEFAULT_CHAT_MODEL = chatModels[0].id;
