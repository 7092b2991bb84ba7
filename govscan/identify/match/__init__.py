"""A text enters; which licenses it is, on which lines, and what it says otherwise leave."""

from __future__ import annotations

from govscan.identify.match.differences import Difference, Kind
from govscan.identify.match.match import Match, Span, match

__all__ = ["Difference", "Kind", "Match", "Span", "match"]
