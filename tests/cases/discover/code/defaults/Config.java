package acme;
import dev.langchain4j.model.openai.OpenAiChatModel;
class Config {
  @Value("${chat.model:gpt-4o-mini}") String model;
  @Value("${chat.title:gpt-4o}") String title;
  @ConfigProperty(name = "llm.model", defaultValue = "gpt-4.1") String other;
}
