"""Sorts incoming claims and drafts the note for the claims handler, who decides."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

TRIAGE_MODEL = "Qwen/Qwen3-8B"
TRIAGE_REVISION = "b968826d9c46dd6066d109eabc6255188de91218"
NOTE_MODEL = "models/claims-assistant"  # fine-tuned by us, see its model card

OFFICE = ZoneInfo("Europe/Berlin")
QUEUES = ("motor", "household", "liability", "health", "unclear")


@cache
def triage_model() -> tuple[Any, Any]:
    tokenizer = AutoTokenizer.from_pretrained(TRIAGE_MODEL, revision=TRIAGE_REVISION)
    model = AutoModelForCausalLM.from_pretrained(TRIAGE_MODEL, revision=TRIAGE_REVISION, device_map="auto")
    return tokenizer, model


@cache
def note_writer() -> Any:
    return pipeline("text-generation", model=NOTE_MODEL, device_map="auto")


def queue_of(claim: str) -> str:
    tokenizer, model = triage_model()
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": f"Which of {', '.join(QUEUES)} is this claim? One word.\n\n{claim}"}],
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=False,
    )
    inputs = tokenizer(prompt, return_tensors="pt").to(model.device)
    output = model.generate(**inputs, max_new_tokens=4)
    word = tokenizer.decode(output[0][inputs["input_ids"].shape[1] :], skip_special_tokens=True).strip().lower()
    return word if word in QUEUES else "unclear"


def draft_note(claim: str) -> str:
    received = dt.datetime.now(OFFICE).strftime("%d.%m.%Y %H:%M")
    text = note_writer()(f"Claim received {received}:\n{claim}\n\nNote:", max_new_tokens=300, return_full_text=False)
    return text[0]["generated_text"]
