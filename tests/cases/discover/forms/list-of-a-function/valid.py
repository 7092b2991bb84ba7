class Served(Base):
    def valid_models(self) -> list[str]:
        return ["gpt-4o", "acme/chat-7b"]

    def default_model(self) -> str:
        return "gpt-4.1-mini"
