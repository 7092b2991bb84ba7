using OpenAI.Chat;

ChatClient client = new("gpt-4o", Environment.GetEnvironmentVariable("OPENAI_API_KEY"));
Timer timer = new("gpt-4o-mini");
