import { query } from "@anthropic-ai/claude-agent-sdk";
const options = { model: "haiku", maxTurns: 1 };
for await (const message of query({ prompt: "rain", options })) console.log(message);
