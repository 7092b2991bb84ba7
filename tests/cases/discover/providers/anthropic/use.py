from anthropic import Anthropic
Anthropic().messages.create(model="claude-sonnet-4-5")
