// The assistant on the public product pages. Visitors write what they like, so a question may hold personal data.
import { renderMarkdown } from "@nordhafen/ui/markdown";
import OpenAI from "openai";

const MODEL = "gpt-5.4-mini";

const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

export interface Turn {
  role: "user" | "assistant";
  content: string;
}

/** Answers a visitor; the reply is HTML. `gpt-4o-mini` gave too long answers here. */
export async function reply(turns: Turn[]): Promise<string> {
  const response = await client.responses.create({
    model: MODEL,
    instructions: "You explain insurance products of Nordhafen Versicherung in plain language.",
    input: turns,
    max_output_tokens: 600,
  });
  return renderMarkdown(response.output_text);
}

export function officeIsOpen(now: Date): boolean {
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit" }).format(now);
  return Number(hour) >= 8 && Number(hour) < 18;
}
