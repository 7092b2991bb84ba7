const AZURE_OPENAI_TO_TIKTOKEN_MODELS: Record<string, string> = {
  'gpt-35-turbo': 'gpt-3.5-turbo',
};
const MODELS = { fast: 'gpt-4o-mini' };
