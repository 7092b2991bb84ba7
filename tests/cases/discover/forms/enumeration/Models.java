package acme;
import com.openai.client.OpenAIClient;
enum ChatModel {
  SMALL("gpt-4o-mini"), LARGE("gpt-4o");
}
