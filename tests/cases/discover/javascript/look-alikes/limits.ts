export const MODEL_MAP = { "gpt-4o": 128000, chat: { "claude-3-opus-20240229": 200_000 } };
