"""Answers from the knowledge base: rewrite the question, find passages, write the answer with citations."""

from __future__ import annotations

import os
from collections.abc import Callable

import boto3
from openai import AzureOpenAI

REGION = "eu-central-1"
ANSWER_MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
REWRITE_DEPLOYMENT = "query-rewrite"  # the name of our deployment, not of a model

bedrock = boto3.client("bedrock-runtime", region_name=REGION)
azure = AzureOpenAI(
    azure_endpoint="https://nordhafen-assist.openai.azure.com",
    api_key=os.environ.get("AZURE_OPENAI_API_KEY"),
    api_version="2024-10-21",
)


def rewrite(question: str) -> str:
    completion = azure.chat.completions.create(
        model=REWRITE_DEPLOYMENT,
        messages=[{"role": "user", "content": f"Rewrite as a search query: {question}"}],
    )
    return completion.choices[0].message.content or question


def answer(question: str, search: Callable[[str], list[str]]) -> str:
    passages = search(rewrite(question))
    context = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(passages, start=1))
    response = bedrock.converse(
        modelId=ANSWER_MODEL,
        system=[{"text": "Answer from the numbered passages only and cite them."}],
        messages=[{"role": "user", "content": [{"text": f"{context}\n\n{question}"}]}],
        inferenceConfig={"maxTokens": 800, "temperature": 0.0},
    )
    return response["output"]["message"]["content"][0]["text"]
