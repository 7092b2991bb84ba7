package acme;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import com.openai.models.ChatModel;
class Chat {
  // model("gpt-3.5-turbo")
  private static final String EMBEDDING_MODEL = "BAAI/bge-m3";
  ChatLanguageModel model = OpenAiChatModel.builder()
      .apiKey(System.getenv("KEY"))
      .baseUrl("https://api.deepseek.com/v1")
      .modelName("deepseek-chat")
      .build();
  ChatLanguageModel local = OllamaChatModel.builder().baseUrl("http://localhost:11434").modelName("llama3.1").build();
  void ask() {
    var params = ChatCompletionCreateParams.builder().model(ChatModel.GPT_4O_MINI).addUserMessage("hi").build();
    log.info("using model gpt-4");
  }
  void b() {
    BedrockRuntimeClient client = BedrockRuntimeClient.builder().region(Region.EU_CENTRAL_1).build();
    client.converse(r -> r.modelId("eu.anthropic.claude-sonnet-4-5-20250929-v1:0").messages(m));
  }
}
