import OpenAI from "openai";
import { pipeline } from "@huggingface/transformers";
import { Models, settings, EMBEDDER } from "./consts";
import { SMALL } from "./again";
const client = new OpenAI({ baseURL: process.env.BASE ?? "https://api.deepseek.com/v1" });
await client.chat.completions.create({ model: SMALL });
await client.chat.completions.create({ model: Models.LARGE });
await client.chat.completions.create({ ...settings, stream: true });
await pipeline("feature-extraction", EMBEDDER.name);
