import OpenAI from "openai";

body["model"] = "gpt-4.1";
body["title"] = "gpt-4.1-mini";
