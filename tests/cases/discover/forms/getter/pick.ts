import OpenAI from "openai";

export function defaultModel(): string {
  return "gpt-4o-mini";
}
function title() {
  return "gpt-4o";
}
