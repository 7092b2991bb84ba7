import org.springframework.ui.Model;
import com.openai.client.OpenAIClient;
class Product {
  private String carModel = "golf/gti";
  @Column(name = "model") String model = "x";
  void show(Model model) { model.addAttribute("model", "products/list"); log.info("gpt-4 is mentioned"); }
  String mime = "application/json";
}
