import com.aallam.openai.client.OpenAI
val modelName: String = "gpt-4o"
val request = ChatCompletionRequest(model = ModelId("gpt-4o-mini"), messages = listOf())
