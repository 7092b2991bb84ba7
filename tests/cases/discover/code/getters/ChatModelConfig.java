package acme;

import dev.langchain4j.model.openai.OpenAiChatModel;

public interface ChatModelConfig {
    /** Which model is asked. */
    @WithDefault("gpt-4o-mini")
    @ConfigDocDefault("of the service")
    String modelName();

    @WithDefault("10")
    Integer maxTokens();

    @RegisterAiService(modelName = "openai")
    Object service();
}
