import { OpenAIEmbeddings } from "@langchain/openai";
test("asks the service", async () => {
  await new OpenAIEmbeddings({ model: "text-embedding-3-small" }).embedQuery("rain");
});
