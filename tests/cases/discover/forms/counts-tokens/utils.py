import tiktoken


def count_tokens(text, model="gpt-4o"):
    return len(tiktoken.encoding_for_model(model).encode(text))


def answer(text, model="gpt-4.1"):
    return ask(text, model=model)
