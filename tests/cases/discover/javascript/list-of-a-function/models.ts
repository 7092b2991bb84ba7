export const getVertexModels = (kind = "chat"): { id: string; name: string }[] => {
  if (kind === "embedding") {
    return [{ id: "google/gemini-embedding-001", name: "gemini-embedding-001" }];
  }
  return [{ id: "google/gemini-2.5-pro", name: "gemini-2.5-pro" }];
};
