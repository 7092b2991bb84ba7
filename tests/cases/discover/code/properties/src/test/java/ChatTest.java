class ChatTest {
    String[] values = {"--langchain4j.ollama.chat-model.model-name=llama3.2"};
}
