import dev.langchain4j.model.openai.OpenAiChatModel;

class Chat {
    @Value("${llm.model:acme/property}")
    private String name;
    ChatModel one = OpenAiChatModel.builder().modelName(System.getenv().getOrDefault("MODEL", "gpt-4.1")).build();
    ChatModel two = OpenAiChatModel.builder().modelName(System.getenv("MODEL_NAME")).build();
}
