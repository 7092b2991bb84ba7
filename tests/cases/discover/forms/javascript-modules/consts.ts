export const CHAT = "gpt-4o-mini";
export enum Models { LARGE = "gpt-4.1" }
export const settings = { model: "gpt-4o", temperature: 0 } as const;
export const EMBEDDER = { name: "acme/embedder" } satisfies Named;
