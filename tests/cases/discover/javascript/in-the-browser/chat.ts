import * as webllm from "@mlc-ai/web-llm";
const worker = new Worker("./worker.js");
const selectedModel = "Acme-Chat-3B-Instruct-q4f16_1-MLC";
const engine = await webllm.CreateMLCEngine(selectedModel, {}, {});
const other = await webllm.CreateWebWorkerMLCEngine(worker, "Acme-Code-1B-q0f32-MLC");
const list = { theme: "dark-MLC", level: "q4f16_1" };
