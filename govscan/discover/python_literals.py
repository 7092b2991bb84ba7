"""The bytes of a Python file enter, whether a text in them can be a model leaves.

For names far away from what they are given: there is nothing else to go by, so that this is as strict as can be without
a tree, which costs a hundred times as much.
"""

from __future__ import annotations

import re
from typing import Final

from govscan.discover.needles import Needle
from govscan.discover.signatures import BEDROCK_VENDORS, HOSTED_PREFIXES

SERVED: Final = "|".join(
    [
        *(re.escape(prefix) for prefix, _ in HOSTED_PREFIXES),
        *(rf"{vendor}\.[a-z]*[-0-9]" for vendor in sorted(BEDROCK_VENDORS)),
    ]
).encode()
_TEXTS: Final = (
    # a name with one slash, or with the folder of weights in front
    rb"(?:\w{1,40}:)?[A-Za-z0-9][\w.-]{0,95}/[\w.{%][^\"'\s/]{0,200}[\"']",
    rb"[^\"'\s]{0,100}\b(?i:models?|checkpoints?|ckpts?|weights|pretrained\w*|snapshots?)/",
    # a piece of an f-string, an address of a hub
    rb"[A-Za-z0-9{][^\"'\s]{0,100}(?:[/-]\{|\}/[\w{]|%s)",
    rb"[A-Za-z0-9{][^\"'\s]{0,200}[\"']\.format\(",
    rb"[^\"'\s]{0,100}(?:huggingface|hf|modelscope)\.c[on]",
    # a family, a name of a service, a size, weights
    rb"[^\"'\s]{0,60}(?i:gpt|claude|gemini|mistral|qwen|glm|llama|deepseek|-embed|embed[a-z]*-|whisper|command-)",
    rb"[^\"'\s]{0,30}\b(?i:" + SERVED + rb")",
    rb"[^\"'\s]{0,60}(?i:-base|-large|-small|-mini|-v\d|-\d{1,4}b|\.gguf|safetensors)",
    rb"[^\"'\s]{0,60}(?i:\.(?:pth?|ckpt|bin|onnx|h5|keras))[\"']",
)
_CONSTANT: Final = rb"(?:[\w.]{1,60}\.)?(?:[A-Z0-9_]{1,60}_)?(?:MODEL|LLM|ID|NAME|PATH)(?:_[A-Z0-9_]{1,60})?\s*[,)\]\n]"
"""Of another module."""
_LITERAL: Final = Needle(rb"[\"'](?:" + b"|".join(_TEXTS) + rb")|[=(,\[]\s*" + _CONSTANT)
_MIME: Final = (b"application/", b"text/", b"multipart/")


def can_be_a_model(data: bytes) -> bool:
    """Whether a text, or a constant of another module, can be the name of a model."""
    if not _LITERAL.search(data):
        return False
    for kind in _MIME:
        data = data.replace(kind, b"")
    return _LITERAL.search(data)
