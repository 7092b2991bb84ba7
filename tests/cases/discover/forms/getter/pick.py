def get_model_name():
    return "gpt-4o-mini"


class Client:
    @property
    def embedding_model(self):
        return "acme/embed-small"

    def title(self):
        return "gpt-4o"
