import { OpenAIEmbeddings } from "@langchain/openai";
test("is told which model", () => {
  expect(new OpenAIEmbeddings({ model: "text-embedding-3-small" }).model).toBeTruthy();
});
