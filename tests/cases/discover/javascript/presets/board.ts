export const rows = [
  { model: "gpt-4o", score: 50 },
  { model: "gpt-4", score: 51 },
  { model: "gpt-4.1", score: 52 },
  { model: "o3-mini", score: 53 },
  { model: "claude-3-5-sonnet-20241022", score: 54 },
  { model: "claude-3-opus-20240229", score: 55 },
  { model: "gemini-1.5-pro", score: 56 },
  { model: "gemini-2.0-flash", score: 57 },
  { model: "mistral-large-latest", score: 58 },
];
