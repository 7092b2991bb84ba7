"""Which files are signatures, by their names."""

from __future__ import annotations

from typing import Final

_SUFFIXES: Final = (".sig", ".sigstore", ".sigstore.json")
_LINES: Final = "claims.jsonl"


def is_signature(name: str, of: str = "") -> bool:
    """Whether a file has the name of a model's signature: `model.sig`, `model.sigstore`, `model.sigstore.json`,
    `claims.jsonl`; `of` a file or folder of that name, where one is given."""
    small = name.lower()
    if of:
        return any(small == of.lower() + suffix for suffix in _SUFFIXES)
    return small.endswith(_SUFFIXES) or small == _LINES
