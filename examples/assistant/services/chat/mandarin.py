"""Replies for the Mandarin service desk: three providers, tried in the order of their latency."""

from __future__ import annotations

import os
from collections.abc import Callable

import dashscope
from openai import OpenAI

dashscope.api_key = os.environ.get("DASHSCOPE_API_KEY")

qianfan = OpenAI(base_url="https://qianfan.baidubce.com/v2", api_key=os.environ.get("QIANFAN_API_KEY"))
hunyuan = OpenAI(
    base_url="https://api.hunyuan.cloud.tencent.com/v1",
    api_key=os.environ.get("HUNYUAN_API_KEY"),
)


def ask_qianfan(prompt: str) -> str:
    completion = qianfan.chat.completions.create(
        model="ernie-4.5-turbo-128k",
        messages=[{"role": "user", "content": prompt}],
    )
    return completion.choices[0].message.content or ""


def ask_hunyuan(prompt: str) -> str:
    # hunyuan-lite is free but loses the thread after a few turns.
    completion = hunyuan.chat.completions.create(
        model="hunyuan-turbos-latest",
        messages=[{"role": "user", "content": prompt}],
        extra_body={"enable_enhancement": False},
    )
    return completion.choices[0].message.content or ""


def ask_qwen(prompt: str) -> str:
    response = dashscope.Generation.call(
        model="qwen-plus",
        messages=[{"role": "user", "content": prompt}],
        result_format="message",
    )
    if response.status_code != 200:
        raise RuntimeError(f"{response.code}: {response.message}")
    return response.output.choices[0].message.content


BACKENDS: tuple[Callable[[str], str], ...] = (ask_qianfan, ask_hunyuan, ask_qwen)


def reply(prompt: str) -> str:
    errors: list[str] = []
    for ask in BACKENDS:
        try:
            return ask(prompt)
        except RuntimeError as error:
            errors.append(str(error))
    raise RuntimeError("; ".join(errors))
