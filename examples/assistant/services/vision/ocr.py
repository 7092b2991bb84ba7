"""Fields of scanned invoices and damage reports, read by a vision model on our own GPUs."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from PIL import Image
from transformers import AutoModelForImageTextToText, AutoProcessor

MODEL = "Qwen/Qwen2.5-VL-7B-Instruct"
TRUST_REMOTE_CODE = True  # needed with the processor of the first release; revisit

LOAD_OPTIONS: dict[str, Any] = {"trust_remote_code": TRUST_REMOTE_CODE}

PROMPT = "Return the fields `number`, `date`, `total` and `currency` of this document as JSON."


@cache
def load() -> tuple[Any, Any]:
    processor = AutoProcessor.from_pretrained(MODEL, **LOAD_OPTIONS)
    model = AutoModelForImageTextToText.from_pretrained(MODEL, device_map="auto", **LOAD_OPTIONS)
    return processor, model


def read_fields(page: Image.Image) -> dict[str, str]:
    processor, model = load()
    messages = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": PROMPT}]}]
    prompt = processor.apply_chat_template(messages, add_generation_prompt=True)
    inputs = processor(text=[prompt], images=[page], return_tensors="pt").to(model.device)
    output = model.generate(**inputs, max_new_tokens=256)
    text = processor.batch_decode(output[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)[0]
    return json.loads(text)
