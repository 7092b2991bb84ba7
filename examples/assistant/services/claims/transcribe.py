"""Text of calls to the claims hotline."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import torch
from transformers import pipeline


@cache
def recognizer() -> Any:
    return pipeline(
        "automatic-speech-recognition",
        model="openai/whisper-large-v3-turbo",
        torch_dtype=torch.float16,
        device="cuda:0",
    )


def transcribe(recording: Path) -> str:
    result = recognizer()(str(recording), return_timestamps=True, generate_kwargs={"language": "german"})
    return result["text"].strip()
