import dev.langchain4j.model.openai.OpenAiChatModel;

class ChatIT {
    ApplicationContextRunner runner = new ApplicationContextRunner().withPropertyValues(
        "langchain4j.open-ai.chat-model.api-key=" + KEY,
        "langchain4j.open-ai.chat-model.model-name=gpt-4o-mini",
        "langchain4j.azure-open-ai.image-model.deployment-name=dall-e-3-30",
        "spring.datasource.url=jdbc:postgresql://localhost/models");
}
