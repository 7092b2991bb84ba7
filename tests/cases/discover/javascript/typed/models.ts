export const ALL_MODELS = ["gpt-4o-mini", "gpt-4o"] as const;
export const CHAT_MODELS = { small: "claude-3-5-haiku-latest" } satisfies Record<string, string>;
export const EMBEDDING_MODEL = ("text-embedding-3-small") as string;

export type ModelType = (typeof ALL_MODELS)[number];
