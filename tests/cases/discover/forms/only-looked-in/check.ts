import OpenAI from "openai";

const VISION_MODELS = ["gpt-4o", "gpt-4-turbo"];
const CHAT_MODELS = ["gpt-4.1", "gpt-4.1-mini"];
export const sees = (model: string) => VISION_MODELS.includes(model);
export const offered = () => CHAT_MODELS.map((each) => ({ id: each }));
