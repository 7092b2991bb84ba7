"""Replies of the customer assistant.

`answer` picks a provider by what is at stake: anything with customer data stays with providers that promise to process
it in the EU, general questions may go to a cheaper one. Until spring this service ran on gpt-4o alone; the evaluation
that led to the split compared it with gemini-2.5-pro and is kept in notebooks/.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from anthropic import Anthropic
from mistralai import Mistral
from openai import OpenAI

DEFAULT_MODEL = "gpt-5.4-mini"
OPENAI_EU_URL = "https://eu.api.openai.com/v1"

# USD per million tokens, input and output; finance asked for all candidates, not only those in use.
PRICES = {
    "gpt-5.4-mini": (0.75, 4.50),
    "gpt-5.4": (2.50, 15.00),
    "claude-haiku-4-5": (1.00, 5.00),
    "gemini-2.5-pro": (1.25, 10.00),
    "grok-4": (3.00, 15.00),
}

_openai = OpenAI(base_url=OPENAI_EU_URL, api_key=os.environ.get("OPENAI_API_KEY"))
_anthropic = Anthropic(api_key=os.environ.get("ANTHROPIC_API_KEY"))
_mistral = Mistral(api_key=os.environ.get("MISTRAL_API_KEY"), server_url="https://api.eu.mistral.ai")
_deepseek = OpenAI(base_url="https://api.deepseek.com", api_key=os.environ.get("DEEPSEEK_API_KEY"))


@dataclass(frozen=True)
class Question:
    text: str
    personal: bool
    legal: bool = False


def answer(question: Question) -> str:
    if question.legal:
        return _legal(question.text)
    if not question.personal:
        return _general(question.text)
    completion = _openai.chat.completions.create(
        model=DEFAULT_MODEL,
        messages=_messages(question.text),
        temperature=0.2,
    )
    return completion.choices[0].message.content or ""


def _legal(text: str) -> str:
    """Questions on policy wording: the model that scored best on German insurance terms."""
    reply = _mistral.chat.complete(model="mistral-large-latest", messages=_messages(text))
    return reply.choices[0].message.content


def _general(text: str) -> str:
    completion = _deepseek.chat.completions.create(model="deepseek-chat", messages=_messages(text))
    return completion.choices[0].message.content or ""


def condense(transcript: str) -> str:
    """Three sentences for the agent who takes over a chat."""
    message = _anthropic.messages.create(
        model="claude-haiku-4-5",
        max_tokens=400,
        messages=[{"role": "user", "content": f"Summarize in three sentences:\n\n{transcript}"}],
    )
    return message.content[0].text


def _messages(text: str) -> list[dict[str, str]]:
    return [
        {"role": "system", "content": "You answer customers of Nordhafen Versicherung, briefly and politely."},
        {"role": "user", "content": text},
    ]
