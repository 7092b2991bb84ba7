import OpenAI from "openai";
const client = new OpenAI();
await client.chat.completions.create({ model: process.env.CHAT });
