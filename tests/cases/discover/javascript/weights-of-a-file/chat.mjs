import { loadModel } from "../src/gpt4all.js";
const model = await loadModel("Hermes-2-7B.Q4_0.gguf", { device: "cpu" });
const chair = await loadModel("chair.glb");
