"""What a name in Java, Kotlin, C# or Go says of models: the key it stands for, the model a constant is called after."""

from __future__ import annotations

import re

from govscan.discover import classify, keys
from govscan.discover.code_sdks import CONSTANT_OWNERS, NAMES_FIRST, NAMES_SECOND
from govscan.pattern import pattern

_PREFIX = pattern(r"(?:with|set|use|add|get|new|default)_")


def plain(label: str) -> str:
    """A name, normalized, without the verb in front of it (`withModelName` -> `model_name`)."""
    return _PREFIX.sub("", keys.normal(label), count=1)


def key_of(label: str) -> str | None:
    """The normalized key that a label stands for; None where it does not speak of a model."""
    if not label or label.startswith("EncodingFor"):  # of a tokenizer, which talks to nobody
        return None
    if label in NAMES_FIRST or label in NAMES_SECOND:
        return "model"
    for key in (keys.normal(label), plain(label)):
        if keys.stem_of_model_key(key) is not None:
            return key
    return None


def owns_constants(name: str) -> bool:
    """Whether a type holds an SDK's constants for models (`ChatModel.GPT_4O`, `VoyageAiEmbeddingModelName.X`)."""
    return name in CONSTANT_OWNERS or name.endswith("ModelName")


def constant_name(constant: str) -> str | None:
    """The model that a constant of an SDK is called after: `GPT_4O_MINI`, `GPT4oMini`, `CLAUDE_SONNET_4_5`,
    `ModelClaudeSonnet4_5`; None where it is called after none that is known."""
    name = re.sub(r"^(?:Chat|Embedding)?Model(?=[A-Z])", "", constant)
    name = re.sub(r"^GPT(?=\d)", "GPT_", name)
    name = name.replace("Dot", "_") if re.search(r"\dDot\d", name) else name
    if not name.isupper():
        name = re.sub(r"(?<=[a-z])(?=[A-Z\d])|(?<=\d)(?=[A-Z])|(?<=[A-Z]{3})(?=\d)", "_", name)
    text = name.lower().replace("_", "-")
    text = re.sub(r"^gpt-(\d)-(\d)\b", r"gpt-\1.\2", text)
    text = re.sub(r"^(gpt-\d)-?o\b", r"\1o", text)
    return text if classify.hosted_provider_of_name(text) else None
