import { openai, createOpenAI } from '@ai-sdk/openai';
import { anthropic } from '@ai-sdk/anthropic';
import { generateText, embed } from 'ai';

const MODEL = 'claude-sonnet-4-5';
const local = createOpenAI({ baseURL: 'http://vllm:8000/v1', apiKey: 'sk-none' });
export async function POST(): Promise<void> {
  await generateText({ model: openai('gpt-4o'), prompt: "It's model: 'gpt-4'" });
  await generateText({ model: anthropic(MODEL) });
  await generateText({ model: local('acme/chat-7b') });
  await embed({ model: openai.embedding('text-embedding-3-small'), value: /acme\/'regex'/.source });
  await generateText({ model: 'openai/gpt-4o-mini' });
}
