process.env.AZURE_OPENAI_API_DEPLOYMENT_NAME ??= 'gpt-4o-mini';
process.env.CHAT_MODEL = 'gpt-4.1';
settings.chat.model = 'claude-3-5-haiku-latest';
process.env.HOST ??= 'acme/host-7b';
