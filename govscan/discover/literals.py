"""The bytes of a program enter, whether a text in them can be a model leaves.

For names far away from what they are given: there is nothing else to go by, so that this is as strict as can be without
a tree, which costs a hundred times as much.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from govscan.discover.needles import Needle
from govscan.discover.signatures import BEDROCK_VENDORS, HOSTED_PREFIXES
from govscan.pattern import pattern

SERVED: Final = "|".join(
    [
        *(re.escape(prefix) for prefix, _ in HOSTED_PREFIXES),
        r"projects/[^\"'\s]{1,80}/(?:models|endpoints)/",
        *(rf"{vendor}\.[a-z]*[-0-9]" for vendor in sorted(BEDROCK_VENDORS)),
    ]
).encode()
_NAMES: Final = (
    # a name with one slash, or with the folder of weights in front
    rb"(?:\w{1,40}:)?[A-Za-z0-9][\w.-]{0,95}/[\w.{%][^\"'\s/]{0,200}[\"']",
    rb"[^\"'\s]{0,100}\b(?i:models?|checkpoints?|ckpts?|weights|pretrained\w*|snapshots?)/",
    # an address of a hub, a family, a name of a service, a size, weights
    rb"[^\"'\s]{0,100}(?:huggingface|hf|modelscope)\.c[on]",
    rb"[^\"'\s]{0,60}(?i:gpt|claude|gemini|mistral|qwen|glm|llama|deepseek|-embed|embed[a-z]*-|whisper|command-)",
    rb"[^\"'\s]{0,30}\b(?i:" + SERVED + rb")",
    rb"[^\"'\s]{0,60}(?i:-base|-large|-small|-mini|-mlc|-v\d|-\d{1,4}b|\.gguf|safetensors)",
    rb"[^\"'\s]{0,60}(?i:\.(?:pth?|ckpt|bin|onnx|h5|keras))[\"']",
)
_PIECES: Final = (
    rb"[A-Za-z0-9{][^\"'\s]{0,100}(?:[/-]\{|\}/[\w{]|%s)",
    rb"[A-Za-z0-9{][^\"'\s]{0,200}[\"']\.format\(",
)
"""Of a text that is put together."""
_CONSTANT: Final = rb"(?:[\w.]{1,60}\.)?(?:[A-Z0-9_]{1,60}_)?(?:MODEL|LLM|ID|NAME|PATH)(?:_[A-Z0-9_]{1,60})?\s*[,)\]\n]"
"""Of another module."""
_NAME: Final = Needle(rb"[\"'](?:" + b"|".join(_NAMES) + rb")")
_LITERAL: Final = Needle(rb"[\"'](?:" + b"|".join((*_NAMES, *_PIECES)) + rb")|[=(,\[]\s*" + _CONSTANT)
_MIME: Final = (b"application/", b"text/", b"multipart/", b"image/", b"audio/", b"video/")
TEXT: Final = pattern(
    # on the line: a text without blanks that has more than letters, an upper-case constant, a member of an Enum
    rb"[^\n]{0,300}?(?:[\"'][^\"'\s\d/.:{-]{0,80}[\d/.:{-][^\"'\s]{0,200}[\"']|(?<![A-Za-z])[A-Z][A-Z0-9_]{2}"
    rb"|[A-Z]\w{0,60}\.[A-Z])"
)
PLAIN: Final = pattern(rb"[^\n]{0,300}?[\"'][a-zA-Z_]{3,60}[\"']")


class Given(Enum):
    NOTHING = 0
    SOMETHING = 1  # a literal elsewhere in the file can tell
    A_WORD = 2  # a model for one who knows the provider
    A_TEXT = 3


def can_be_a_model(data: bytes) -> bool:
    """Whether a text, a piece of one, or a constant of another module can be the name of a model."""
    return _is_in(data, _LITERAL)


def has_a_name(data: bytes) -> bool:
    """Whether a whole text can be the name of a model."""
    return _is_in(data, _NAME)


def _is_in(data: bytes, needle: Needle) -> bool:
    if not needle.search(data):
        return False
    for kind in _MIME:
        data = data.replace(kind, b"")
    return needle.search(data)
