const { execSync, spawn } = require("child_process");
await fetch("https://api.openai.com/v1/chat/completions", { body: JSON.stringify({ model: "gpt-4o" }) });
execSync("huggingface-cli download acme/fetched --revision r1");
spawn("vllm", ["serve", "acme/spawned"]);
