using OpenAI;
class Options {
  public string ModelId { get; set; } = "gpt-4o";
  public string Title { get; set; } = "gpt-4o-mini";
}
