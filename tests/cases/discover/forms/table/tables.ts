import OpenAI from "openai";

const MODEL_MAP = { fast: "gpt-4o-mini", title: "gpt-4o" };
const TOKENIZER_OPTIONS = { "acme/tokenizer": "gpt-4" };
const picked = model as "gpt-4.1" | "gpt-4.1-mini";
