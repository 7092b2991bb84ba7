import { bedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic';
import { alibaba } from '@ai-sdk/alibaba';
import { createAcme, acme } from '@ai-sdk/acme';
import { generateId } from '@ai-sdk/provider-utils';
import { useChat } from '@ai-sdk/react';
import { sap } from '@acme/sap-ai-provider';
import { generateText, generateVideo, rerank } from 'ai';

const own = createAcme({ url: 'http://acme:8000/v1' });
const chatModel = sap('acme-chat-2');
export async function POST(): Promise<void> {
  await generateText({ model: bedrockAnthropic('us.anthropic.claude-sonnet-4-5-20250929-v1:0') });
  await generateVideo({ model: alibaba.video('wan2.6-t2v') });
  await generateVideo({ model: acme.video('acme-film-1') });
  await rerank({ model: own.reranking('acme-rank-3') });
  await generateText({ model: chatModel, id: generateId('chat-1'), hook: useChat('chat-2') });
}
