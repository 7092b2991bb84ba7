payload = {}
payload["model"] = "gpt-4o-mini"
settings["llm"]["name"] = "gpt-4o"
settings["chat"]["title"] = "gpt-4.1"
