"""Fill-in-the-middle completion for our developers' editors; the chat mode is deployed with compose."""

from __future__ import annotations

from functools import cache
from typing import Any

from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "Qwen/Qwen2.5-Coder-3B-Instruct"


@cache
def load() -> tuple[Any, Any]:
    return (
        AutoTokenizer.from_pretrained(MODEL),
        AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype="auto", device_map="auto"),
    )


def complete(prefix: str, suffix: str, max_new_tokens: int = 64) -> str:
    tokenizer, model = load()
    prompt = f"<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>"
    inputs = tokenizer(prompt, return_tensors="pt").to(model.device)
    output = model.generate(**inputs, max_new_tokens=max_new_tokens, do_sample=False)
    return tokenizer.decode(output[0][inputs["input_ids"].shape[1] :], skip_special_tokens=True)
