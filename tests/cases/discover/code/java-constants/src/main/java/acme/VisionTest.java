package acme;
import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;
import static dev.langchain4j.model.voyageai.VoyageAiEmbeddingModelName.*;
import dev.langchain4j.model.azure.AzureOpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
class VisionTest {
  ChatModel model = OpenAiChatModel.builder().apiKey(KEY).modelName(GPT_4_O_MINI).build();
  ChatModel deployed = AzureOpenAiChatModel.builder().deploymentName(System.getenv("AZURE_DEPLOYMENT")).build();
}
