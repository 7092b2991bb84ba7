using OpenAI;
class Chat {
    void Start() {
        var name = config["Model"] ?? "gpt-4o";
    }
}
