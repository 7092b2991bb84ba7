"""The columns of a table of cards by their names. Imported by the command line: nothing heavy is asked for here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from govscan.errors import GovscanError

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "modelId", "model_id"),
    "card": ("card", "readme"),
    "revision": ("revision", "sha"),
    "license_text": ("license_text",),
    "license_name": ("license_name",),
    "tags": ("tags",),
    "pipeline_tag": ("pipeline_tag",),
    "gated": ("gated",),
    "created": ("created", "createdAt", "created_at"),
    "base_models": ("base_models",),
    "datasets": ("datasets",),
    "files": ("files",),
}
"""Each column and the names by which it is found, best first."""
REQUIRED: Final = ("id", "card")
TEXTS: Final = frozenset({"id", "card", "revision", "license_text", "license_name", "pipeline_tag"})
LISTS: Final = frozenset({"tags", "base_models", "datasets", "files"})


def needed(module: str, extra: str) -> None:
    """Raises:
    GovscanError: a library of an extra is not installed.
    """
    if find_spec(module) is None:
        raise GovscanError(f"{module} is not installed; it comes with `pip install 'govscan[{extra}]'`")
