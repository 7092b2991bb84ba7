export class KnowledgeBaseModels {
  public static readonly TITAN = new KnowledgeBaseModels("amazon.titan-embed-text-v1", 1536);
  static readonly SMALL = new ChatModel("gpt-4o-mini");
  static readonly VIEW = new ViewModel("users/list");
  static readonly ORDER = new OrderModel("gross");
}
