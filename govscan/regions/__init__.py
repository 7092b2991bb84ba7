"""Places as a small algebra: `eu-central-1`, `DE`, `EU` and `EEA` can be compared.

A noun, not a stage: policies are written in it, facts are stated in it.
"""

from __future__ import annotations

from enum import Enum


class Region(Enum):
    """Stand-in until the real type is written."""
