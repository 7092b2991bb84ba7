GPT_4O_MINI = "gpt-4o-mini"
CLAUDE_35_SONNET = "claude-3-5-sonnet-20241022"
WHISPER_1 = "whisper-1"
GREETING = "gpt-4o"
