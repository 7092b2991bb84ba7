from openai import OpenAI


def test_that_asks_the_service():
    assert OpenAI().chat.completions.create(model="gpt-4o", messages=[]).choices
